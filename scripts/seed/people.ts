/** Twelve neighbours, for looking at. They are nobody in particular. */
export interface SeedPerson {
  username: string;
  displayName: string;
  bio: string;
}

export const PEOPLE = [
  { username: "mina", displayName: "Mina Okafor", bio: "Keeps the list of who brings what." },
  { username: "yusuf", displayName: "Yusuf Işık", bio: "Bakes on Thursdays. Ask for the simit." },
  { username: "svetlana", displayName: "Светлана Орлова", bio: "Сажаю помидоры, читаю вслух, смеюсь громко." },
  { username: "dmitri", displayName: "Дмитрий Лебедев", bio: "Чиню всё, что скрипит." },
  { username: "layla", displayName: "ليلى حداد", bio: "أحب الحدائق والخرائط القديمة." },
  { username: "omar", displayName: "عمر ناصر", bio: "مصوّر، وأصل دائمًا قبل الموعد." },
  { username: "haruka", displayName: "佐藤 春香", bio: "植物と古い映画が好きです。" },
  { username: "kenji", displayName: "田中 健二", bio: "音響担当。スピーカーを三台持っています。" },
  { username: "lucia", displayName: "Lucía Fernández", bio: "Paints signs, walls and, once, a bus." },
  { username: "tomas", displayName: "Tomáš Novák", bio: "Cycles everywhere, even uphill." },
  { username: "ingrid", displayName: "Ingrid Solberg", bio: "Third floor, the balcony with the beans." },
  { username: "ravi", displayName: "Ravi Menon", bio: "Treasurer by accident." },
] as const satisfies SeedPerson[];

export type SeedName = (typeof PEOPLE)[number]["username"];

/** They all have it, on a machine of yours alone: seeding a server that others can reach is refused. */
export const SEED_PASSWORD = "beans-on-the-balcony";
