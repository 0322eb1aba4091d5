// Reads and writes zip archives, which workbooks are.
import { crc32, inflateRawSync } from "node:zlib";

const [LOCAL, CENTRAL, END] = [0x04034b50, 0x02014b50, 0x06054b50];
const [LOCAL_LENGTH, CENTRAL_LENGTH, END_LENGTH] = [30, 46, 22];
const DEFLATED = 8;
// 1 January 1980, the first day that an archive can state.
const FIRST_DAY = 0x21;

// The files of an archive, by name.
export function unzipped(archive) {
  const files = new Map();
  const end = archive.lastIndexOf(Buffer.from("PK\x05\x06", "latin1"));
  const number = archive.readUInt16LE(end + 10);
  let at = archive.readUInt32LE(end + 16);
  for (let read = 0; read < number; read += 1) {
    const [method, length] = [archive.readUInt16LE(at + 10), archive.readUInt32LE(at + 20)];
    const [named, extra, comment] = [28, 30, 32].map((offset) => archive.readUInt16LE(at + offset));
    const local = archive.readUInt32LE(at + 42);
    const from = local + LOCAL_LENGTH + archive.readUInt16LE(local + 26) + archive.readUInt16LE(local + 28);
    const content = archive.subarray(from, from + length);
    const name = archive.toString("utf8", at + CENTRAL_LENGTH, at + CENTRAL_LENGTH + named);
    files.set(name, method === DEFLATED ? inflateRawSync(content) : content);
    at += CENTRAL_LENGTH + named + extra + comment;
  }
  return files;
}

// An archive of files, without compression.
export function zipped(files) {
  const [locals, centrals] = [[], []];
  let at = 0;
  for (const [name, content] of files) {
    const [named, bytes] = [Buffer.from(name), Buffer.from(content)];
    const shared = Buffer.alloc(26);
    shared.writeUInt16LE(20, 0);
    shared.writeUInt16LE(FIRST_DAY, 8);
    shared.writeUInt32LE(crc32(bytes), 10);
    shared.writeUInt32LE(bytes.length, 14);
    shared.writeUInt32LE(bytes.length, 18);
    shared.writeUInt16LE(named.length, 22);
    const central = Buffer.alloc(CENTRAL_LENGTH);
    central.writeUInt32LE(CENTRAL, 0);
    central.writeUInt16LE(20, 4);
    shared.copy(central, 6);
    central.writeUInt32LE(at, 42);
    centrals.push(central, named);
    const signature = Buffer.alloc(4);
    signature.writeUInt32LE(LOCAL, 0);
    locals.push(signature, shared, named, bytes);
    at += LOCAL_LENGTH + named.length + bytes.length;
  }
  const directory = Buffer.concat(centrals);
  const end = Buffer.alloc(END_LENGTH);
  end.writeUInt32LE(END, 0);
  end.writeUInt16LE(files.size, 8);
  end.writeUInt16LE(files.size, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...locals, directory, end]);
}
