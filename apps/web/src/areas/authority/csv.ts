import type { Row } from "@meridian/kernel/view";

const cell = (value: unknown): string => {
  const text =
    value === null || value === undefined ? "" : typeof value === "object" ? JSON.stringify(value) : String(value);
  // A cell that begins like a formula would be run by the program that opens it.
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return `"${safe.replaceAll('"', '""')}"`;
};

/** Hands the rows to the person as a table (RFC 4180, UTF-8). */
export function downloadCsv(name: string, rows: readonly Row[]): void {
  const [first] = rows;
  if (first === undefined) return;
  const columns = Object.keys(first);
  const lines = [columns.map(cell), ...rows.map((row) => columns.map((column) => cell(row[column])))];
  const text = `\uFEFF${lines.map((each) => each.join(",")).join("\r\n")}\r\n`;
  const url = URL.createObjectURL(new Blob([text], { type: "text/csv;charset=utf-8" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}
