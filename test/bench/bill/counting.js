/**
 * Stands before the built Worker and counts what a bill would have on it, by the engine's own figures: rows as D1 and the objects'
 * storage report them, calls of objects, frames, alarms. `GET /counts` says what there was so far. Nothing of ours is changed or left
 * out; the objects and the Worker share this module, because a local runtime keeps them in one isolate.
 */
import worker, { Gate as BuiltGate, Inbox as BuiltInbox, Room as BuiltRoom } from "./index.js";

const counts = {};
/** The same rows by what they are of, such as "record written: messages". */
const places = {};
const note = (name, by = 1) => {
  counts[name] = (counts[name] ?? 0) + by;
};
const noteRows = (owner, rows, place) => {
  for (const [kind, by] of Object.entries(rows)) {
    note(`${owner} ${kind}`, by);
    const name = `${owner} ${kind}: ${place}`;
    places[name] = (places[name] ?? 0) + by;
  }
};

/** What a statement is about: the first table that it names outside of its columns, which is quoted where the query builder wrote it. */
function tableOf(query) {
  const [, quoted] = /\b(?:from|join|into|update)\s+"([a-z_]+)"/i.exec(query) ?? [];
  const [, plain] =
    /\b(?:from|join|into|update|exists|create table|drop table)\s+(?!json_each|select\b|if\b)([a-z]\w*)/i.exec(query) ??
    [];
  // Tables that follow each other are told apart by a number.
  return (quoted ?? plain ?? "other").replace(/_\d+$/, "");
}

/** Whose each thing of the platform is: sessions of databases, storages of objects. */
const owners = new WeakMap();
const countedEnvs = new WeakMap();
const patched = new WeakSet();
/** A cursor knows its rows when it has been read, which is after it was made. */
let cursors = [];

/** Replaces methods once for all that share a prototype. */
function patch(prototype, replacements) {
  if (patched.has(prototype)) return;
  patched.add(prototype);
  let replaced = 0;
  for (const [name, replacement] of Object.entries(replacements)) {
    const original = prototype[name];
    if (typeof original !== "function") continue;
    replaced++;
    prototype[name] = function (...args) {
      return replacement.call(this, () => original.apply(this, args), args);
    };
  }
  if (replaced === 0) throw new Error(`The runtime has none of ${Object.keys(replacements)} any more.`);
}

function countDatabase(database, owner) {
  const session = database.alwaysPrimarySession;
  owners.set(session, owner);
  const counted = async function (call, [first, second]) {
    const results = await call();
    const queries = [first?.queries ?? second].flat().map((each) => each?.sql ?? String(each));
    for (const [index, { meta }] of [results].flat().entries()) {
      const rows = { read: meta.rows_read, written: meta.rows_written };
      noteRows(owners.get(this), rows, tableOf(queries[index] ?? ""));
    }
    return results;
  };
  // The one or the other, as the runtime talks to its databases: with `{queries}`, or with an address and then the statements.
  patch(Object.getPrototypeOf(session), { _send: counted, _queryOrThrow: counted });
}

function countStorage(storage, owner) {
  for (const part of [storage, storage.sql, storage.kv]) owners.set(part, owner);
  patch(Object.getPrototypeOf(storage.sql), {
    exec(call, [query]) {
      const cursor = call();
      cursors.push({ cursor, owner: owners.get(this), table: tableOf(query) });
      return cursor;
    },
  });
  const one = (kind, place) =>
    function (call, [key]) {
      noteRows(owners.get(this), { [kind]: 1 }, place ?? `value ${String(key).replace(/:.*/, "")}`);
      return call();
    };
  patch(Object.getPrototypeOf(storage.kv), { put: one("written"), delete: one("written"), get: one("read") });
  patch(Object.getPrototypeOf(storage), { setAlarm: one("written", "alarm") });
}

/** Calls of other objects are counted where they are made. */
function counted(env) {
  const known = countedEnvs.get(env);
  if (known) return known;
  countDatabase(env.DB, "record");
  countDatabase(env.SEARCH, "index");
  const made = { ...env };
  for (const name of ["ROOM", "INBOX", "GATE"]) made[name] = countedNamespace(env[name]);
  countedEnvs.set(env, made);
  return made;
}

function countedNamespace(namespace) {
  return new Proxy(namespace, {
    get(target, name) {
      const method = Reflect.get(target, name, target);
      if (typeof method !== "function") return method;
      if (name !== "getByName" && name !== "get") return method.bind(target);
      return (...args) => countedStub(method.apply(target, args));
    },
  });
}

function countedStub(stub) {
  return new Proxy(stub, {
    get(target, name) {
      if (typeof target[name] !== "function") return target[name];
      return (...args) => {
        note("object requests");
        return target[name](...args);
      };
    },
  });
}

function counting(Built, owner) {
  const Counted = class extends Built {
    constructor(ctx, env) {
      countStorage(ctx.storage, owner);
      super(ctx, counted(env));
    }
  };
  for (const [callback, unit] of [
    ["webSocketMessage", "frames in"],
    ["alarm", "alarms"],
  ]) {
    if (!(callback in Built.prototype)) continue;
    Counted.prototype[callback] = function (...args) {
      note(unit);
      return Built.prototype[callback].apply(this, args);
    };
  }
  return Counted;
}

patch(WebSocket.prototype, {
  send(call) {
    note("frames out");
    return call();
  },
});

function total() {
  for (const { cursor, owner, table } of cursors) {
    noteRows(owner, { read: cursor.rowsRead, written: cursor.rowsWritten }, table);
  }
  cursors = [];
  return { counts, places };
}

export const Room = counting(BuiltRoom, "room");
export const Inbox = counting(BuiltInbox, "inbox");
export const Gate = counting(BuiltGate, "gate");

export default {
  fetch(request, env, ctx) {
    if (new URL(request.url).pathname === "/counts") return Response.json(total());
    note("requests");
    return worker.fetch(request, counted(env), ctx);
  },
};
