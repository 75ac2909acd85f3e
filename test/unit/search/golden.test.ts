import { describe, expect, it } from "vitest";
import { parseQuery } from "../../../worker/search/query.ts";
import { holds } from "../../../worker/search/snippet.ts";
import { corpus } from "./corpus.ts";

/** For each language: what was written, and for each query which of it is found (by number, from 1). */
const GOLDEN: Record<string, { written: string[]; queries: [q: string, ...found: number[]][] }> = {
  Turkish: {
    written: [
      "İSTANBUL'da buluşalım",
      "Isparta ılık",
      "istanbul çok güzel",
      "ırmak kenarı",
      "İzmir’e gidiyorum",
      "IZMIR",
    ],
    queries: [
      ["istanbul", 1, 3],
      ["İstanbul", 1, 3],
      ["ISTANBUL", 1, 3],
      ["ıstanbul", 1, 3],
      ["ısparta", 2],
      ["isparta ilik", 2],
      ["guzel", 3],
      ["GÜZEL", 3],
      ["irmak", 4],
      ["IRMAK", 4],
      ["izmir", 5, 6],
      ["bulus"],
      ["istanbul -güzel", 1],
      ["istanbul'da", 1],
    ],
  },
  Russian: {
    written: ["Ёлка и йод", "елка иод", "ЁЛКИ", "Привет, Мир!", "мирный атом", "Чай без сахара"],
    queries: [
      ["ёлка", 1, 2],
      ["ЕЛКА", 1, 2],
      ["елки", 3],
      ["йод", 1, 2],
      ["мир", 4],
      ["привет мир", 4],
      ['"мир привет"'],
      ["мир -привет"],
      ["чай", 6],
    ],
  },
  Arabic: {
    written: ["القُرْآنُ الكريم", "أحمد يكتب", "احمد قرأ", "ســـلام عليكم", "مؤمن", "الله ﷺ", "مدرسة"],
    queries: [
      ["القران", 1],
      ["القرآن الكريم", 1],
      ["احمد", 2, 3],
      ["أحمد", 2, 3],
      ["قرا", 3],
      ["سلام", 4],
      ["سَلَام", 4],
      ["مومن", 5],
      ["صلى", 6],
      ["درس"],
      ["احمد -يكتب", 3],
    ],
  },
  Persian: {
    written: ["کتاب\u200cها را می\u200cخوانم", "علي"],
    queries: [
      ["كتاب", 1],
      ["کتاب", 1],
      ["می\u200cخوانم", 1],
      ["علی", 2],
    ],
  },
  Hebrew: {
    written: ["שָׁלוֹם לְכֻלָּם", "שלומי", "בית־ספר"],
    queries: [
      ["שלום", 1],
      ["שָׁלוֹם", 1],
      ["שלומי", 2],
      ["ספר", 3],
      ['"בית ספר"', 3],
    ],
  },
  Chinese: {
    written: ["我的手机没电了，请借我充电器", "今天天气很好", "天使", "𠮷野家", "電機與充電"],
    queries: [
      ["手机", 1],
      ["充电器", 1],
      ["电", 1],
      ["电器", 1],
      ["器", 1],
      ["机电"],
      ["天", 2, 3],
      ["天气", 2],
      ["天气 今天", 2],
      ['"今天天气"', 2],
      ["天 -天使", 2],
      ["𠮷", 4],
      ["𠮷野", 4],
      ["野家", 4],
      ["充電", 5],
      ["了请"],
    ],
  },
  Japanese: {
    written: [
      "iPhoneの充電ケーブル",
      "がっこうへ行く",
      "カ\u3099ラス",
      "ｶﾞﾗｽのコーヒー",
      "東京都と京都",
      "ラーメン",
      "時々",
    ],
    queries: [
      ["iphone", 1],
      ["ＩＰＨＯＮＥ", 1],
      ["充電", 1],
      ["ケーブル", 1],
      ["iphoneの充電", 1],
      ["がっこう", 2],
      ["か\u3099っこう", 2],
      ["かっこう"],
      ["ガラス", 3, 4],
      ["ｶﾞﾗｽ", 3, 4],
      ["コーヒー", 4],
      ["ー", 1, 4, 6],
      ["京都", 5],
      ["京", 5],
      ["都と京", 5],
      ["東都"],
      ["時々", 7],
    ],
  },
  Thai: {
    written: ["กำลังกินข้าวที่บ้าน", "น้ำแข็ง", "ไปเที่ยวทะเล"],
    queries: [
      ["ข้าว", 1],
      ["กินข้าว", 1],
      ["บ้าน", 1],
      ["กำลัง", 1],
      ["น้ำ", 2],
      ["ทะเล", 3],
      ["ที่", 1, 3],
      ["ทะเลบ้าน"],
      ["ข้าว -บ้าน"],
    ],
  },
  "Lao, Khmer and Burmese": {
    written: ["ສະບາຍດີຊາວໂລກ", "សួស្តីពិភពលោក", "မင်္ဂလာပါကမ္ဘာ"],
    queries: [
      ["ບາຍດີ", 1],
      ["ពិភព", 2],
      ["ကမ္ဘာ", 3],
      ["ກ", 1],
    ],
  },
  Korean: {
    written: ["안녕하세요 여러분", "학교에서 만나요", "학교"],
    queries: [["안녕하세요", 1], ["\u1112\u1161\u11a8\u1100\u116d", 3], ["학교", 3], ["안녕"], ["학교에서", 2]],
  },
  Greek: {
    written: ["Ο δρόμος", "ΔΡΟΜΟΣ", "Ἑλλάς και ᾠδή"],
    queries: [
      ["δρομος", 1, 2],
      ["ΔΡΌΜΟΣ", 1, 2],
      ["δρόμοσ", 1, 2],
      ["ελλασ", 3],
      ["ωδη", 3],
    ],
  },
  German: {
    written: ["Die Straße ist naß", "STRASSE", "Über Äpfel", "Donau\u00addampf\u00adschiff", "Fußball-Weltmeister"],
    queries: [
      ["strasse", 1, 2],
      ["straße", 1, 2],
      ["STRASSE nass", 1],
      ["uber", 3],
      ["apfel", 3],
      ["donaudampfschiff", 4],
      ["weltmeister", 5],
      ["ball"],
      ["fussball-weltmeister", 5],
    ],
  },
  "Polish, Danish, French and Vietnamese": {
    written: ["Łódź", "smørrebrød", "L’été, cœur d’œuvre", "Đường phố"],
    queries: [
      ["lodz", 1],
      ["smorrebrod", 2],
      ["ete", 3],
      ["coeur", 3],
      ["duong pho", 4],
    ],
  },
  English: {
    written: [
      "The quick brown fox",
      "quick: the fox is brown",
      "Don't panic!",
      "a cafe\u0301 and a café",
      "mail bob@example.org about snake_case",
      "run it with --force",
      "half ½ full",
      "ﬁnal",
    ],
    queries: [
      ["quick fox", 1, 2],
      ["FOX", 1, 2],
      ['"quick brown"', 1],
      ['"brown fox" -is', 1],
      ['fox -"quick brown"', 2],
      ["qui"],
      ["don't", 3],
      ["don’t", 3],
      ["dont"],
      ["cafe", 4],
      ["CAFÉ", 4],
      ["bob@example.org", 5],
      ["example", 5],
      ["snake_case", 5],
      ["--force", 6],
      ["½", 7],
      ["final", 8],
      ["-fox", 3, 4, 5, 6, 7, 8],
      ["-fox -a", 3, 5, 6, 7, 8],
    ],
  },
  emoji: {
    written: [
      "done 🎉",
      "family 👨‍👩‍👧",
      "man 👨 woman 👩 girl 👧",
      "❤️ you",
      "flag 🇹🇷",
      "🏴󠁧󠁢󠁥󠁮󠁧󠁿",
      "🏴󠁧󠁢󠁳󠁣󠁴󠁿",
      "new🫠one",
      "1️⃣ first",
    ],
    queries: [
      ["🎉", 1],
      ["done🎉", 1],
      ["👨‍👩‍👧", 2],
      ["👨", 3],
      ["❤", 4],
      ["❤️", 4],
      ["🇹🇷", 5],
      ["🏴󠁧󠁢󠁥󠁮󠁧󠁿", 6],
      ["🏴󠁧󠁢󠁳󠁣󠁴󠁿", 7],
      ["🫠", 8],
      ["one", 8],
      ["1️⃣", 9],
      ["🎂"],
    ],
  },
};

describe("H40 H41 H42 H43 a search finds exactly what was meant", () => {
  for (const [language, { written, queries }] of Object.entries(GOLDEN)) {
    describe(`in ${language}`, () => {
      const search = corpus(written);
      it.each(queries)("%s", (q, ...found) => {
        const meant = found.map((number) => written[number - 1]);
        expect(search(q)).toEqual(meant);
        // What is asked of an edited message says the same as the index does.
        expect(written.filter((body) => holds(body, parseQuery(q)))).toEqual(meant);
      });
    });
  }
});
