/** What the neighbours say, in the order in which they say it. */
import type { SeedName } from "./people.ts";

/** Who, what, and which earlier line (from 0) it answers. */
export type Line = [from: SeedName, body: string, answers?: number];

export interface Conversation {
  /** Part of the ids of its messages: another key would be another conversation. */
  key: string;
  /** Without one of these two it is in the global room. */
  between?: [SeedName, SeedName];
  group?: SeedGroup;
  lines: Line[];
}

/** The first of its people makes it. */
export interface SeedGroup {
  name: string;
  topic: string;
  public: boolean;
  people: [SeedName, ...SeedName[]];
}

const FILM_NIGHT: SeedGroup = {
  name: "Film night",
  topic: "Saturday, when it is dark enough",
  public: false,
  people: ["mina", "yusuf", "haruka", "kenji", "dmitri", "lucia"],
};
const FILM_NIGHT_LINES: Line[] = [
  ["mina", "Everybody who carries something is in here. The others need not know how it is done."],
  ["kenji", "スピーカーは金曜の夜に運びます。"],
  ["dmitri", "Экран висит. Проверил ветром, дождём и кошкой."],
  ["haruka", "@mina フィルムは八十七分です。休憩は入れますか?"],
  ["mina", "One break, for the simit. @yusuf, **how long** do you need?", 3],
  ["lucia", "The sign is dry. It says `FILM` and, in smaller letters, `bring a chair`."],
  ["yusuf", "Ten minutes. Eleven if Ravi is counting."],
];

const BALCONIES: SeedGroup = {
  name: "Balconies",
  topic: "What grows, what climbs, and what the pigeons left",
  public: true,
  people: ["ingrid", "svetlana", "layla", "mina"],
};
const BALCONIES_LINES: Line[] = [
  ["ingrid", "Everybody with a pot may join. Everybody with a pigeon may complain."],
  ["svetlana", "Помидоры: три красных, девять думают."],
  ["layla", "النعناع يغطي الشرفة كلها. خذوا ما شئتم."],
  ["ingrid", "@mina, your basil looks down on my beans. I take that personally."],
];

const GLOBAL: Line[] = [
  ["ingrid", "Good morning, house. The beans have reached the railing. I am told this is early."],
  ["tomas", "Mine have reached the compost. Congratulations, though."],
  ["mina", "Morning! Before anything else: is the courtyard free on Saturday? I would like to do the film night then."],
  ["ravi", "It is free, and so is the budget: we have 84 euros and a very long extension lead."],
  ["lucia", "A film night! I can paint the sign. How big is too big?"],
  ["tomas", "If it needs planning permission, it is the right size.", 4],
  ["haruka", "映画の夜、いいですね!字幕つきなら、白黒の古い作品を持っていきます。"],
  ["kenji", "スピーカーは三台あります。近所迷惑にならない音量でやりましょう。", 6],
  ["svetlana", "А можно фильм, где никто не умирает? Я в прошлый раз плакала до вторника."],
  ["dmitri", "Экран повешу. Верёвка есть, стремянка есть, желание тоже почти есть."],
  ["layla", "فكرة رائعة! سأحضر شايًا بالنعناع يكفي الجميع."],
  ["omar", "وأنا سألتقط الصور. رجاءً لا أحد يرتدي الأخضر، فالشاشة خلفنا خضراء.", 10],
  ["yusuf", "I will bake. Simit for forty, or is that showing off?"],
  ["ravi", "Forty people in this courtyard is showing off. Bake for thirty and let them fight.", 12],
  [
    "mina",
    "So far: Dmitri hangs the screen, Kenji does the sound, Haruka brings the film, Layla the tea, Yusuf the simit, Lucía the sign, Omar the photos. Who has chairs?",
  ],
  ["ingrid", "Six chairs, two of which agree with gravity."],
  ["tomas", "Four, folding, and a bench that remembers better days."],
  ["svetlana", "У меня пять стульев и одно кресло. Кресло — моё."],
  ["lucia", "Rugs! People always forget rugs. I have three and a guilty conscience about a fourth."],
  [
    "ravi",
    "For the record, and because somebody will ask me in the autumn: the projector is borrowed from the school, it goes back on Monday before eight, and whoever spills tea on it explains that to the headmistress in person.",
  ],
  ["kenji", "リハーサルは金曜日の夕方六時でどうでしょう。三十分で終わります。"],
  ["haruka", "金曜の六時、大丈夫です。フィルムも試せますね。", 20],
  ["dmitri", "В пятницу в шесть буду. Кто-нибудь, заберите мою дрель у Томаша."],
  ["tomas", "The drill is on its way back. It has seen things.", 22],
  ["omar", "هل سيبدأ العرض قبل الغروب أم بعده؟ الضوء مهم للصور."],
  ["layla", "بعد الغروب بقليل، حوالي التاسعة. سنشعل الفوانيس أولًا.", 24],
  [
    "mina",
    "Nine it is. Lanterns from half past eight, film at nine, everybody out of the courtyard by half past eleven. I promised Mrs Albrecht.",
  ],
  ["lucia", "The sign now says 21:00. If anyone changes it again I will need a smaller brush."],
  ["ingrid", "What happens if it rains?"],
  ["tomas", "We find out which of the chairs are waterproof.", 28],
  ["ravi", "The bike cellar. I asked. It smells of rubber, but it is dry and the wall is white.", 28],
  ["yusuf", "Börek survives rain better than simit. I will make both. Işık is my name and light is my dough ✨"],
  ["svetlana", "Юсуф, это лучшее предложение за всю неделю 🙌", 31],
  ["haruka", "お菓子も少し持っていきます。桜餅は苦手な人いますか?"],
  ["kenji", "いません(全部食べます)。", 33],
  ["layla", "سؤال صغير: هل المدخل مناسب لعربة أطفال؟ أختي قادمة مع التوأم."],
  ["dmitri", "Положу доску у порога. Коляска пройдёт, я мерил.", 35],
  ["mina", "You are all wonderful. I am writing this down before somebody remembers that they are busy."],
  ["omar", "لقد فات الأوان، أنا مشغول بالفعل… بشحن البطاريات 📷"],
  [
    "ingrid",
    "I have just counted: twelve of us, nineteen chairs, four rugs, three speakers, one projector. We could open a cinema.",
  ],
  ["ravi", "We could not. See: 84 euros."],
  ["tomas", "81. Somebody needed new string for the screen."],
  ["lucia", "The sign is dry and it is glorious. It is also slightly larger than the door."],
  ["mina", "See you all on Saturday 💛"],
];

export const CONVERSATIONS: Conversation[] = [
  {
    key: "mina-layla",
    between: ["mina", "layla"],
    lines: [
      ["layla", "Mina, could you look over the invitation before I print it?"],
      ["mina", "Of course. In both languages?"],
      ["layla", "نعم، بالعربية والإنجليزية، والعنوان في الأعلى."],
      ["mina", "It is lovely. Only the floor is missing: people always ring at the wrong door."],
      ["layla", "Added. شكرًا جزيلًا!"],
    ],
  },
  {
    key: "haruka-kenji",
    between: ["haruka", "kenji"],
    lines: [
      ["haruka", "健二さん、プロジェクターの端子は何でしたか?"],
      ["kenji", "HDMIだけです。変換アダプターを持っていきます。"],
      ["haruka", "助かります。音は先に試しましょう。"],
      ["kenji", "六時に中庭で。少し早めに着いています。"],
    ],
  },
  {
    key: "svetlana-dmitri",
    between: ["svetlana", "dmitri"],
    lines: [
      ["svetlana", "Дима, верёвка точно выдержит экран?"],
      ["dmitri", "Выдержит и экран, и меня. Проверял на себе."],
      ["svetlana", "Вот это меня и беспокоит."],
    ],
  },
  {
    key: "omar-layla",
    between: ["omar", "layla"],
    lines: [
      ["omar", "كم فانوسًا لدينا؟"],
      ["layla", "أحد عشر، وواحد يحتاج إلى شمعة جديدة."],
      ["omar", "سأحضر شموعًا احتياطية معي."],
    ],
  },
  {
    key: "lucia-tomas",
    between: ["lucia", "tomas"],
    lines: [
      ["lucia", "The sign does not fit through the door. Do you still have the cargo bike?"],
      ["tomas", "It fits a wardrobe. It will fit your ambitions."],
      ["lucia", "Bring a blanket, the paint is from this morning."],
    ],
  },
  {
    key: "mina-yusuf",
    between: ["mina", "yusuf"],
    lines: [
      ["mina", "How many trays does the oven take at once?"],
      ["yusuf", "Two, three if nobody opens the door to look."],
      ["mina", "I will stand in front of it."],
      ["yusuf", "Then we eat at half past eight. Sesame or poppy?"],
      ["mina", "Both. It is a festive occasion."],
      ["yusuf", "Both it is. Come by on Friday and taste 🥨"],
    ],
  },
  {
    key: "mina-haruka",
    between: ["mina", "haruka"],
    lines: [
      ["haruka", "ミナさん、上映は何時間くらいですか?"],
      ["mina", "About an hour and a half. Is the film longer than that?"],
      ["haruka", "九十三分です。ちょうどいいですね 🎬"],
    ],
  },
  { key: "global", lines: GLOBAL },
  { key: "film-night", group: FILM_NIGHT, lines: FILM_NIGHT_LINES },
  { key: "balconies", group: BALCONIES, lines: BALCONIES_LINES },
];
