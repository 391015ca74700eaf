// OpenAI's own JavaScript client against the hub: node check.mjs <base URL> <key>. Exit code 0 and "ok" when all is as it should be.
import assert from "node:assert/strict";
import OpenAI from "openai";

const [baseURL, apiKey] = process.argv.slice(2);
const client = new OpenAI({ baseURL, apiKey, maxRetries: 0 });
const model = "openai/gpt-oss-20b";
const ask = (content) => ({ model, messages: [{ role: "user", content }] });
const tool = { type: "function", function: { name: "weather", parameters: { type: "object", properties: {} } } };

const plain = await client.chat.completions.create(ask("hello"));
assert.equal(plain.choices[0].message.content, "You said: hello");
assert.ok(plain.usage.total_tokens > 0);

let text = "";
for await (const chunk of await client.chat.completions.create({ ...ask("hello there"), stream: true })) {
  text += chunk.choices[0]?.delta?.content ?? "";
}
assert.equal(text, "You said: hello there");

const calling = await client.chat.completions.create({ ...ask("weather " + Date.now()), tools: [tool] });
assert.equal(calling.choices[0].message.tool_calls[0].function.name, "weather");
const streamed = client.chat.completions.stream({ ...ask("weather " + Date.now()), tools: [tool] });
assert.equal((await streamed.finalMessage()).tool_calls[0].function.name, "weather");

const models = [];
for await (const one of client.models.list()) models.push(one.id);
assert.ok(models.includes(model));

await assert.rejects(client.chat.completions.create({ ...ask("x"), model: "nobody/knows" }),
  (e) => e instanceof OpenAI.NotFoundError && e.code === "model_not_found" && e.param === "model");
await assert.rejects(client.chat.completions.create({ ...ask("x" + Date.now()), n: 2 }), (e) => e instanceof OpenAI.BadRequestError && e.param === "n");
await assert.rejects(new OpenAI({ baseURL, apiKey: "wrong", maxRetries: 0 }).models.list(),
  (e) => e instanceof OpenAI.AuthenticationError && e.code === "invalid_api_key");
console.log("ok");
