// A thin HTTP front over chDB, the ClickHouse engine as a library: as much of ClickHouse's HTTP interface as the analytics
// store uses. node chdb-front.mjs <folder with node_modules/chdb> <port>; prints "ready" when it listens.
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const [, , home, port] = process.argv;
const { Session } = createRequire(join(home, 'package.json'))('chdb');
const session = new Session(undefined, {
  connectionArgs: ['--output_format_json_quote_64bit_integers=0', '--max_threads=2'],
});
const OURS = new Set(['query', 'database', 'default_format', 'query_id', 'session_id', 'wait_end_of_query', 'client_protocol_version']);
const INSERT = /^\s*INSERT\s+INTO\s+(\S+)(?:\s*\([^)]*\))?\s+FORMAT\s+(\w+)\s*/i;

function bodyOf(request) {
  return new Promise((resolve, reject) => {
    const chunks = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', () => resolve(Buffer.concat(chunks)));
    request.on('error', reject);
  });
}

async function answer(url, headers, body) {
  const settings = {};
  const params = {};
  for (const [key, value] of url.searchParams) {
    if (key.startsWith('param_')) params[key.slice(6)] = value;
    else if (!OURS.has(key)) settings[key] = value;
  }
  const asked = url.searchParams.get('query') ?? '';
  const insert = INSERT.exec(asked);
  if (insert) {
    await session.insert({ table: insert[1].replaceAll('`', ''), values: body, format: insert[2], settings });
    return Buffer.alloc(0);
  }
  const sql = (asked + (asked && body.length ? '\n' : '') + body.toString()).trim().replace(/;$/, '');
  const format = headers['x-clickhouse-format'] ?? url.searchParams.get('default_format') ?? 'TabSeparated';
  const result = await session.queryBindAsync(sql, params, { format });
  return Buffer.from(result.bytes());
}

createServer(async (request, response) => {
  const url = new URL(request.url, 'http://localhost');
  if (url.pathname === '/ping') {
    response.end('Ok.\n');
    return;
  }
  const body = await bodyOf(request);
  try {
    const bytes = await answer(url, request.headers, body);
    response.setHeader('X-ClickHouse-Format', request.headers['x-clickhouse-format'] ?? url.searchParams.get('default_format') ?? 'TabSeparated');
    response.setHeader('X-ClickHouse-Summary', '{"read_rows":"0","read_bytes":"0","written_rows":"0","written_bytes":"0","total_rows_to_read":"0","result_rows":"0","result_bytes":"0","elapsed_ns":"0"}');
    response.setHeader('X-ClickHouse-Query-Id', 'front');
    response.end(bytes);
  } catch (error) {
    response.statusCode = 500;
    response.setHeader('X-ClickHouse-Exception-Code', String(/Code: (\d+)/.exec(error.message)?.[1] ?? 1));
    response.end(error.message);
  }
}).listen(Number(port), '127.0.0.1', () => console.log('ready'));
