// The sheet of an insats, filled in as a volunteer does it.
import assert from "node:assert/strict";
import { unzipped, zipped } from "./zip.mjs";

// The file with the records in a workbook.
const RECORDS = "xl/worksheets/sheet1.xml";
const CSV = "text/csv";
const XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

// Fills in a CSV template: each row has cells by header. Its own last row, which is prepared, gives the other cells.
export function filledCsv(template, rows) {
  const lines = template.toString().trimEnd().split(/\r?\n/);
  const headers = headersOf(lines);
  const prepared = lines.at(-1).split(";");
  const written = rows.map((row) => {
    for (const header of Object.keys(row)) assert(headers.includes(header), `${header} is no column of the sheet`);
    return headers.map((header, at) => row[header] ?? prepared[at] ?? "").join(";");
  });
  const buffer = Buffer.from([...lines.slice(0, -1), ...written, ""].join("\r\n"));
  return { name: "traffpunkter.csv", mimeType: CSV, buffer };
}

// The number of the first row for records in a CSV template.
export function firstRow(template) {
  return template.toString().trimEnd().split(/\r?\n/).length;
}

function headersOf(lines) {
  // A CSV file may begin with a mark of its encoding.
  const header = lines.find((line) => !/^\uFEFF?"?#/.test(line));
  return header.replace(/^\uFEFF/, "").split(";");
}

// Fills in an .xlsx template with the same rows. The CSV template of the same insats names its columns.
export function filledWorkbook(workbook, template, rows) {
  const files = unzipped(workbook);
  assert(files.has("xl/workbook.xml") && files.has(RECORDS), `${[...files.keys()]} is no workbook`);
  const headers = headersOf(template.toString().trimEnd().split(/\r?\n/));
  let sheet = files.get(RECORDS).toString();
  for (const [at, row] of rows.entries()) {
    const number = firstRow(template) + at;
    const cells = new RegExp(`(<row r="${number}"[^>]*>)(.*?)</row>`, "s");
    const found = cells.exec(sheet);
    assert(found, `the sheet has no row ${number}`);
    const kept = new Map([...found[2].matchAll(/<c r="([A-Z]+)\d+"[^>]*?(?:\/>|>.*?<\/c>)/gs)].map(([cell, letter]) => [letter, cell]));
    for (const [header, value] of Object.entries(row)) {
      const column = headers.indexOf(header);
      assert(column >= 0 && column < 26, `${header} is no column of the sheet`);
      const letter = String.fromCharCode(65 + column);
      kept.set(letter, cellOf(letter + number, value));
    }
    const sorted = [...kept].sort(([one], [other]) => one.localeCompare(other)).map(([, cell]) => cell);
    sheet = sheet.replace(cells, () => `${found[1]}${sorted.join("")}</row>`);
  }
  files.set(RECORDS, Buffer.from(sheet));
  return { name: "traffpunkter.xlsx", mimeType: XLSX, buffer: zipped(files) };
}

function cellOf(place, value) {
  if (/^\d+$/.test(value)) return `<c r="${place}"><v>${value}</v></c>`;
  return `<c r="${place}" t="inlineStr"><is><t>${value}</t></is></c>`;
}
