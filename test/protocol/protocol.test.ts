import { useServer } from "./server.ts";
import "./scenes/falling-asleep.ts";
import "./scenes/accounts.ts";
import "./scenes/own-account.ts";
import "./scenes/refusals.ts";
import "./scenes/people.ts";
import "./scenes/rooms.ts";
import "./scenes/history.ts";
import "./scenes/sockets.ts";
import "./scenes/upgrades.ts";
import "./scenes/frames.ts";
import "./scenes/changes.ts";
import "./scenes/coming-back.ts";
import "./scenes/inbox.ts";
import "./scenes/privacy.ts";
import "./scenes/search.ts";
import "./scenes/waking-up.ts";
import "./scenes/page.ts";
import "./scenes/secrets.ts";

// Its limits are raised; limits.test.ts is about those.
useServer();
