import { Hono } from "hono";
import { version } from "../package.json";
import type { App } from "./app-env.ts";
import { openDatabase } from "./db/database.ts";
import { notFound, problemResponse } from "./errors.ts";
import { checkSetup, logRequest, readBody, refuseOtherMethods, renderError, secure } from "./middleware.ts";
import { admin } from "./routes/admin.ts";
import { auth } from "./routes/auth.ts";
import { blocks } from "./routes/blocks.ts";
import { community } from "./routes/community.ts";
import { groups, invites, roomMembers } from "./routes/groups.ts";
import { me } from "./routes/me.ts";
import { messages } from "./routes/messages.ts";
import { moderation } from "./routes/moderation.ts";
import { moving } from "./routes/moving.ts";
import { describeApi } from "./routes/openapi.ts";
import { reports } from "./routes/reports.ts";
import { rooms } from "./routes/rooms.ts";
import { search } from "./routes/search.ts";
import { sessions } from "./routes/sessions.ts";
import { sockets } from "./routes/sockets.ts";
import { users } from "./routes/users.ts";

export const app = new Hono<App>();

app.use(async (c, next) => {
  c.set("db", openDatabase(c.env.DB));
  await next();
});
// Before what touches headers: those of the answer to an upgrade cannot be changed.
app.route("/ws", sockets);

app.use(logRequest, secure, readBody);
app.use("/api/*", checkSetup);
app.get("/api/health", (c) => c.json({ status: "ok", version }));
app.get("/api/openapi.json", (c) => c.json(describeApi(version)));
app.route("/api/auth", auth);
app.route("/api/auth", sessions);
app.route("/api/me", me);
app.route("/api/users", users);
app.route("/api/blocks", blocks);
app.route("/api/reports", reports);
app.route("/api/moderation", moderation);
app.route("/api/admin", admin);
app.route("/api/admin", moving);
app.route("/api/community", community);
app.route("/api/rooms", rooms);
app.route("/api/rooms", messages);
app.route("/api/rooms", roomMembers);
app.route("/api/groups", groups);
app.route("/api/invites", invites);
app.route("/api/search", search);
refuseOtherMethods(app);

app.notFound(() => problemResponse(notFound()));
app.onError(renderError);
