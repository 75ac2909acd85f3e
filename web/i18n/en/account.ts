/** What is said about one's sessions, password and data. */
export const entries = {
  "account.title": "Account and security",

  "account.devices": "Where you are logged in",
  "account.devices.body": "If you do not know one of these, log it out and change your password.",
  "account.devices.failed": "The list could not be loaded.",
  "account.device": "{browser} on {system}",
  "account.device.unknown": "Unknown device",
  "account.device.here": "This device, since {date}",
  "account.device.lastSeen": "Last used: {date}",
  "account.device.end": "Log out",
  "account.device.endOf": "Log out {device}, since {date}",
  "account.device.ended": "{device} was logged out.",
  "account.devices.endOthers": "Log out everywhere else",
  "account.devices.othersEnded": "Logged out everywhere else.",
  "account.devices.alone": "You are logged in nowhere else.",

  "account.password": "Change password",
  "account.password.body": "This logs you out everywhere else.",
  "account.password.current": "Current password",
  "account.password.new": "New password",
  "account.password.save": "Change password",
  "account.password.saved": "Password changed. You are logged out everywhere else.",
  "account.password.wrong": "That is not your password.",

  "account.data": "Your data",
  "account.data.body":
    "One file with your account, your conversations and everything you wrote, one thing on each line (JSON Lines).",
  "account.data.download": "Download your data",
  "account.data.coming": "You can go on meanwhile. Keep this window open until all of it is there.",
  "account.data.stop": "Stop",
  "account.data.done": "All of it is in your downloads.",
  "account.data.count": "{size}: {parts}",
  "account.data.messages": { one: "# message", other: "# messages" },
  "account.data.reactions": { one: "# reaction", other: "# reactions" },
  "account.data.others": { one: "# other line", other: "# other lines" },

  "account.delete": "Delete account",
  "account.delete.body":
    "You are logged out everywhere and nobody can find you any more. What you wrote stays, without your name. Your username is never given to anyone else. This cannot be undone.",
  "account.delete.start": "Delete my account",
  "account.delete.confirm": "Delete it for good",
  "account.delete.keep": "Keep my account",
} as const;
