import type { Translation } from "../catalogue.ts";

export const entries: Translation<"ar", "account"> = {
  "account.title": "الحساب والأمان",

  "account.devices": "جلساتك المفتوحة",
  "account.devices.body": "إن لم تعرف إحداها فأنهِها وغيّر كلمة مرورك.",
  "account.devices.failed": "تعذّر تحميل القائمة.",
  "account.device": "{browser} على {system}",
  "account.device.unknown": "جهاز غير معروف",
  "account.device.here": "هذا الجهاز، منذ {date}",
  "account.device.lastSeen": "آخر استعمال: {date}",
  "account.device.end": "إنهاء الجلسة",
  "account.device.endOf": "إنهاء الجلسة: {device}، منذ {date}",
  "account.device.ended": "انتهت الجلسة: {device}.",
  "account.devices.endOthers": "إنهاء كل الجلسات الأخرى",
  "account.devices.othersEnded": "انتهت كل الجلسات الأخرى.",
  "account.devices.alone": "لا جلسات أخرى لك.",

  "account.password": "تغيير كلمة المرور",
  "account.password.body": "تنتهي بذلك كل جلساتك الأخرى.",
  "account.password.current": "كلمة المرور الحالية",
  "account.password.new": "كلمة المرور الجديدة",
  "account.password.save": "تغيير كلمة المرور",
  "account.password.saved": "تغيّرت كلمة المرور. انتهت كل جلساتك الأخرى.",
  "account.password.wrong": "هذه ليست كلمة مرورك.",

  "account.data": "بياناتك",
  "account.data.body": "ملف واحد فيه حسابك ومحادثاتك وكل ما كتبته، سجل في كل سطر (JSON Lines).",
  "account.data.download": "تنزيل بياناتك",
  "account.data.begun":
    "يصل الملف أثناء كتابته، ورسائل السنوات تستغرق وقتًا. يعرض المتصفح ما وصل منه، ويمكنك المتابعة في أثناء ذلك.",

  "account.delete": "حذف الحساب",
  "account.delete.body":
    "تنتهي جلساتك في كل مكان ولا يستطيع أحد أن يجدك بعد ذلك. يبقى ما كتبته من دون اسمك. لن يُعطى اسم المستخدم الخاص بك لأحد غيرك أبدًا. لا يمكن التراجع عن هذا.",
  "account.delete.start": "حذف حسابي",
  "account.delete.confirm": "حذف نهائي",
  "account.delete.keep": "الاحتفاظ بحسابي",
};
