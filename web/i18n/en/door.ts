/** What is said at the door to who needs an invite, was put out, or forgot their password. */
export const entries = {
  "door.banned": "This account was banned by those who look after this community. It cannot be used here any more.",
  "door.invited": "You are invited. Make an account to come in.",
  "door.inviteOnly": "You need an invite to sign up here. Ask somebody who looks after the community for one.",
  "door.invite": "Invite code",
  "door.invite.hint": "The part after “invite=” in the link you were given, or the whole link.",
  "door.error.invite": "This invite is not valid: it was used up, has ended, or is mistyped.",
  "door.error.noInvite": "Paste the invite that you were given.",
  "door.forgot": "Forgot your password? Ask an administrator for a link to set another one.",

  "reset.title": "Set another password",
  "reset.body": "The link you followed works only once. All devices on which you are logged in are logged out.",
  "reset.password": "New password",
  "reset.save": "Set password",
  "reset.done.title": "Your password is set",
  "reset.done.body": "Log in with it. Everywhere else you have been logged out.",
  "reset.gone.title": "This link is no longer valid",
  "reset.gone.body": "It was used, replaced by a newer one, or is over a day old. Ask an administrator for another.",
} as const;
