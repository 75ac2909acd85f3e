import { useScene } from "./scene.ts";
// First, while nobody else is there.
import "./scenes/talk.ts";
import "./scenes/account.ts";
import "./scenes/groups.ts";
import "./scenes/mentions.ts";
import "./scenes/safety.ts";
import "./scenes/console.ts";
import "./scenes/outbox.ts";
import "./scenes/accessibility.ts";
import "./scenes/keys.ts";
import "./scenes/settings.ts";
import "./scenes/shell.ts";
import "./scenes/languages.ts";
import "./scenes/messages.ts";
import "./scenes/drafts.ts";
import "./scenes/hostile-text.ts";
import "./scenes/reading.ts";
import "./scenes/search.ts";
import "./scenes/away.ts";
import "./scenes/unreliable.ts";
import "./scenes/timeline.ts";

useScene();
