/** How much of everything: as `LIMITS`. Each by itself, so that the page has those that it asks for and no others. */

export const bodyCodePoints = 4000;
export const displayNameCodePoints = 64;
export const roomNameCodePoints = 80;
export const topicCodePoints = 250;
export const bioCodePoints = 500;
export const passwordMinCodePoints = 8;
export const passwordMaxCodePoints = 256;
export const queryCodePoints = 200;
export const settingsBytes = 8 * 1024;
export const settingsDepth = 100;
export const requestBytes = 64 * 1024;
export const frameBytes = 64 * 1024;
export const pageSize = 100;
export const defaultPageSize = 50;
export const idsPerLookup = 100;
export const membersPerRequest = 1000;
export const membersPerGroup = 5000;
/** Up to so many members of a group see how far each other has read. */
export const membersWithReads = 100;
export const invitesPerGroup = 50;
export const welcomeMessages = 25;
export const resumeMessages = 200;
export const resumeBytes = 512 * 1024;
export const badFramesPerMinute = 20;
/** So often may the sockets of a session be closed in a room for what they sent. */
export const thrownOutPerMinute = 3;
/** Kinds of reactions to one message, and people of a kind that are named. */
export const emojiPerMessage = 20;
export const namedPerEmoji = 100;
export const refLength = 64;
/** People that one message names; who is named after them is not told. */
export const mentionsPerMessage = 50;
export const pinsPerPage = 100;
export const reasonCodePoints = 500;
export const blocksPerPerson = 1000;
