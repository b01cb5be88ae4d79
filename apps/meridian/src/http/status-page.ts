import { type Language, languageOf } from "./refusal.ts";

/** The page at `/`: one file without anything from elsewhere. Its policy allows exactly this style and this script. */
export const STYLE = `
:root{color-scheme:light dark;font:16px/1.5 system-ui,"PingFang SC","Microsoft YaHei",sans-serif}
body{max-width:60rem;margin:2rem auto;padding:0 1rem}
h1{font-size:1.4rem;margin:0}h2{font-size:1.05rem;margin:2rem 0 .5rem}
dl{display:grid;grid-template-columns:repeat(auto-fit,minmax(9rem,1fr));gap:1rem;margin:1.5rem 0}
dt{opacity:.7;font-size:.85rem}dd{margin:0;font-size:1.3rem;font-variant-numeric:tabular-nums}
table{border-collapse:collapse;width:100%}th,td{text-align:left;padding:.3rem .5rem;border-bottom:1px solid #8885}
th{font-weight:500;opacity:.7;font-size:.85rem}code{font-size:.85rem}
`;

export const SCRIPT = `
const lang=document.documentElement.lang;const $=(id)=>document.getElementById(id);
const cell=(row,text)=>{const td=document.createElement("td");td.textContent=text;row.append(td)};
const clock=(s)=>new Date(s*1000).toLocaleString(lang);
const get=async(path)=>{const r=await fetch(path);return r.ok?r.json():undefined};
let total=0;
const show=(height,time,transactions,events,kinds)=>{
  $("height").textContent=height;$("time").textContent=clock(time);
  if(events===0&&transactions===0)return;
  const row=document.createElement("tr");cell(row,height);cell(row,clock(time));cell(row,events);cell(row,kinds);
  const body=$("blocks");body.prepend(row);while(body.children.length>20)body.lastChild.remove();
};
const kindsOf=(events)=>[...new Set(events.map((e)=>e.domain+"/"+e.type))].slice(0,6).join(", ");
(async()=>{
  const members=await get("/v1/views/organisations?limit=500");
  if(members){$("members").textContent=members.rows.length;
    for(const m of members.rows){const row=document.createElement("tr");
      cell(row,(lang==="zh"?m.name_zh:m.name_en)??m.organisation??m.id);cell(row,m.kind);cell(row,m.status);$("organisations").append(row)}}
  const standing=await get("/v1/standing");let from=1;
  if(standing){from=Math.max(1,standing.height-30);$("genesis").textContent=standing.genesis.slice(0,16);
    $("height").textContent=standing.height;$("time").textContent=clock(standing.time);$("waiting").textContent=standing.waiting}
  const source=new EventSource("/v1/events?from="+from);
  source.addEventListener("block",(message)=>{const b=JSON.parse(message.data);
    total+=b.events.length;$("events").textContent=total;show(b.height,b.time,0,b.events.length,kindsOf(b.events));
    $("live").textContent="●"});
  source.addEventListener("error",()=>{$("live").textContent="○"});
})();
`;

const WORDS = {
  en: {
    network: "Network",
    height: "Height",
    time: "Block time",
    members: "Members",
    waiting: "Waiting",
    events: "Events seen here",
    blocks: "Recent blocks",
    what: "What happened",
    kind: "Kind",
    status: "Standing",
    name: "Name",
    genesis: "Genesis",
    api: "Interface description",
  },
  zh: {
    network: "网络",
    height: "区块高度",
    time: "区块时间",
    members: "成员机构",
    waiting: "等待处理",
    events: "本页所见事件",
    blocks: "最近区块",
    what: "发生了什么",
    kind: "类别",
    status: "状态",
    name: "名称",
    genesis: "创世",
    api: "接口说明",
  },
} as const satisfies { readonly [L in Language]: { readonly [word: string]: string } };

/** `extra` is HTML of whoever runs the node and stands as it is. */
export function pageOf(network: string, acceptLanguage: string | undefined, extra: string): string {
  const language = languageOf(acceptLanguage);
  const words = WORDS[language];
  const figure = (id: string, word: string): string => `<div><dt>${word}</dt><dd id="${id}">–</dd></div>`;
  return `<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Meridian · ${escaped(network)}</title><style>${STYLE}</style></head><body>
<h1>Meridian 脉链 · ${escaped(network)} <span id="live" aria-live="polite">○</span></h1>
<dl>${figure("height", words.height)}${figure("time", words.time)}${figure("members", words.members)}${figure("waiting", words.waiting)}${figure("events", words.events)}${figure("genesis", words.genesis)}</dl>
${extra}
<h2>${words.blocks}</h2>
<table><thead><tr><th>${words.height}</th><th>${words.time}</th><th>${words.events}</th><th>${words.what}</th></tr></thead><tbody id="blocks"></tbody></table>
<h2>${words.members}</h2>
<table><thead><tr><th>${words.name}</th><th>${words.kind}</th><th>${words.status}</th></tr></thead><tbody id="organisations"></tbody></table>
<p><a href="/openapi.json">${words.api}</a></p>
<script>${SCRIPT}</script></body></html>
`;
}

const escaped = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
