import { Field } from "@meridian/ui/field";
import { useWords } from "@meridian/ui/language";
import { dictionary } from "@meridian/ui/text/words";

const words = dictionary({
  zh: {
    title: "冷链温度",
    lowest: "途中最低温度（℃）",
    highest: "途中最高温度（℃）",
    device: "温度计编号",
    range: "应在 2 至 8 ℃ 之间",
    wrong: "请填写数字，如 4.5",
  },
  en: {
    title: "Cold chain",
    lowest: "Lowest temperature on the way (°C)",
    highest: "Highest temperature on the way (°C)",
    device: "Number of the thermometer",
    range: "Should stay between 2 and 8 °C",
    wrong: "Enter a number, such as 4.5",
  },
});

/** As they were read, in text: what is sealed holds no floating numbers. */
export type Temperatures = { readonly lowest: string; readonly highest: string; readonly device: string };

const NUMBER = /^-?\d{1,2}(?:[.,]\d)?$/;
const COLDEST = 2;
const WARMEST = 8;
const degrees = (text: string): number => Number(text.replace(",", "."));

export const isLogged = ({ lowest, highest, device }: Temperatures): boolean =>
  NUMBER.test(lowest) && NUMBER.test(highest) && degrees(lowest) <= degrees(highest) && device.trim() !== "";

/** 药品经营质量管理规范, annex on cold storage: 2 to 8 degrees. */
export const wasCold = ({ lowest, highest }: Temperatures): boolean =>
  degrees(lowest) >= COLDEST && degrees(highest) <= WARMEST;

type Props = { readonly log: Temperatures; readonly onChange: (log: Temperatures) => void };

/** What the logger of a cold box said on the way. */
export function TemperatureFields({ log, onChange }: Props) {
  const say = useWords(words);
  const errorOf = (text: string) => (text === "" || NUMBER.test(text) ? {} : { error: say.wrong });
  return (
    <fieldset className="grid gap-3">
      <legend className="mb-1 font-medium">{say.title}</legend>
      <div className="grid gap-3 sm:grid-cols-2">
        <Field
          label={say.lowest}
          hint={say.range}
          inputMode="decimal"
          value={log.lowest}
          {...errorOf(log.lowest)}
          onChange={(event) => onChange({ ...log, lowest: event.currentTarget.value })}
          data-testid="lowest"
        />
        <Field
          label={say.highest}
          hint={say.range}
          inputMode="decimal"
          value={log.highest}
          {...errorOf(log.highest)}
          onChange={(event) => onChange({ ...log, highest: event.currentTarget.value })}
          data-testid="highest"
        />
      </div>
      <Field
        label={say.device}
        value={log.device}
        onChange={(event) => onChange({ ...log, device: event.currentTarget.value })}
        data-testid="device"
      />
    </fieldset>
  );
}
