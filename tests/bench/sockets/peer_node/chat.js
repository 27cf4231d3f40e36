// A plain two-party chat: ws for sockets, one insert a message through pg's pool, redis pub/sub for the fan-out.
// node chat.js PORT DATABASE_URL REDIS_URL
const { WebSocketServer } = require("ws");
const { createClient } = require("redis");
const { Pool } = require("pg");

const [port, database, redis] = process.argv.slice(2);
const pool = new Pool({ connectionString: database, max: 10 });
const publisher = createClient({ url: redis });
const subscriber = publisher.duplicate();
const rooms = new Map();

function join(room, socket) {
  const members = rooms.get(room);
  if (members) {
    members.add(socket);
    return Promise.resolve();
  }
  rooms.set(room, new Set([socket]));
  return subscriber.subscribe(room, (text) => {
    for (const member of rooms.get(room) ?? []) member.send(text);
  });
}

async function leave(room, socket) {
  const members = rooms.get(room);
  members.delete(socket);
  if (members.size === 0) {
    rooms.delete(room);
    await subscriber.unsubscribe(room);
  }
}

async function say(room, data) {
  const { text } = JSON.parse(data);
  const at = new Date();
  await pool.query("INSERT INTO message (room, text, at) VALUES ($1, $2, $3)", [room, text, at]);
  await publisher.publish(room, JSON.stringify({ text, at }));
}

async function main() {
  await Promise.all([publisher.connect(), subscriber.connect()]);
  await pool.query(
    "CREATE TABLE IF NOT EXISTS message (id bigserial PRIMARY KEY, room text, text text, at timestamptz)",
  );
  const server = new WebSocketServer({ port: Number(port), host: "127.0.0.1", perMessageDeflate: false });
  server.on("connection", (socket, request) => {
    const room = request.url.split("/").filter(Boolean).pop();
    let last = join(room, socket);
    socket.on("message", (data) => {
      last = last.then(() => say(room, data));
    });
    socket.on("close", () => leave(room, socket));
  });
  server.on("listening", () => console.log("ready"));
}

main();
