// Answers the calls of src/lib.rs and compares what came and what was made of it: node run.mjs FOLDER_OF_THE_MODULE
import assert from 'node:assert/strict';
import http from 'node:http';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';

const { calls } = createRequire(import.meta.url)(resolve(process.argv[2], 'browser.js'));
const seen = [];
let aborted = false;

const server = http.createServer(async (request, response) => {
    let body = '';
    for await (const piece of request) body += piece;
    seen.push(`${request.method} ${request.url} ${request.headers['x-api-key']} ${body}`);
    if (request.url.endsWith('/silent')) {
        response.on('close', () => { aborted = true; });
    } else if (seen.length === 1) {
        response.writeHead(503).end();
    } else if (request.method === 'POST') {
        response.writeHead(201, { 'content-type': 'application/json' }).end('{"id":"made"}');
    } else {
        response.writeHead(200, { 'content-type': 'application/json' }).write('{"id":');
        setTimeout(() => response.end('"read"}'), 30);
    }
});

server.listen(0, '127.0.0.1', async () => {
    const [read, silent, created, now] = (await calls(`http://127.0.0.1:${server.address().port}`)).split('\n');
    assert.deepEqual([read, silent, created], ['read', 'Timeout', 'made']);
    assert.ok(Math.abs(Date.parse(now) - Date.now()) < 60_000, now);
    const get = 'GET /activity/1 key ';
    assert.deepEqual(seen, [get, get, 'GET /activity/silent key ', 'POST /activity key {"description":"new"}']);
    assert.ok(aborted, 'the request without a response was not aborted');
    server.closeAllConnections();
    server.close();
    console.log('every call did what it should');
});
