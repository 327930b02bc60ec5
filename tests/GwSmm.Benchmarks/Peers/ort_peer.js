// Answers benchmark requests, one JSON object a line, with ONNX Runtime. The folder that holds onnxruntime-node is the only argument.
const fs = require('fs');
const path = require('path');
const readline = require('readline');
const folder = path.join(process.argv[2], 'node_modules', 'onnxruntime-node');
const ort = require(folder);
let session = null;

const read = (file, type) => { const b = fs.readFileSync(file); return new type(b.buffer, b.byteOffset, b.byteLength / type.BYTES_PER_ELEMENT); };
const copy = (file, type) => type.from(read(file, type));

async function answer(request) {
  if (request.model) {
    if (session) await session.release();
    const start = performance.now();
    session = await ort.InferenceSession.create(request.model, {
      intraOpNumThreads: request.threads, interOpNumThreads: 1, executionMode: 'sequential', graphOptimizationLevel: 'all', executionProviders: ['cpu'] });
    return { seconds: (performance.now() - start) / 1e3, cpu: 0 };
  }
  const feeds = request.batches.map(b => ({
    tokens: new ort.Tensor('int32', copy(b.tokens, Int32Array), [b.count, b.length]),
    mask: new ort.Tensor('int32', copy(b.mask, Int32Array), [b.count, b.length]),
    pooling: new ort.Tensor('float32', copy(b.pooling, Float32Array), [b.count, 1, b.length]) }));
  let outputs = null;
  const cpu = process.cpuUsage();
  const start = performance.now();
  for (let i = 0; i < request.repeats; i++) {
    outputs = [];
    for (const feed of feeds) outputs.push((await session.run(feed))[session.outputNames[0]]);
  }
  const seconds = (performance.now() - start) / 1e3 / request.repeats;
  const used = process.cpuUsage(cpu);
  fs.writeFileSync(request.output, Buffer.concat(outputs.map(o => Buffer.from(o.data.buffer, o.data.byteOffset, o.data.byteLength))));
  return { seconds, cpu: (used.user + used.system) / 1e6 / request.repeats };
}

(async () => {
  console.log(JSON.stringify({ onnxruntime: require(path.join(folder, 'package.json')).version, node: process.version }));
  for await (const line of readline.createInterface({ input: process.stdin })) console.log(JSON.stringify(await answer(JSON.parse(line))));
})();
