import type { Translation } from "../catalogue.ts";

export const entries: Translation<"ar", "settings"> = {
  "settings.title": "الإعدادات",
  "settings.body": "المظهر، وما تُنبَّه إليه، وما يراه الآخرون عنك.",
  "settings.contrast": "تباين أعلى",
  "settings.contrast.hint": "خطوط أوضح ونصوص صغيرة أغمق. إذا طلبه نظامك فهو مفعّل على أي حال.",

  "settings.notices": "الإشعارات",
  "settings.notices.body":
    "على هذا الجهاز. ما تُنبَّه إليه من كل محادثة يُضبط في تفاصيلها؛ ومن «الجميع» تُنبَّه عند الإشارة إليك.",
  "settings.notices.system": "إظهار الإشعارات",
  "settings.notices.denied": "يحظر متصفحك إشعارات هذه الصفحة. اسمح بها أولًا في إعدادات المتصفح.",
  "settings.notices.unsupported": "لا يدعم هذا المتصفح الإشعارات لهذه الصفحة.",
  "settings.notices.sound": "تشغيل صوت",
  "settings.notices.text": "إظهار نص الرسالة",
  "settings.notices.text.hint": "عند الإيقاف يذكر الإشعار من كتب فقط.",

  "settings.privacy": "الخصوصية",
  "settings.privacy.body": "ما هو متوقف لا يُرسل إلى أحد من أي جهاز من أجهزتك.",
  "settings.privacy.receipts": "السماح للآخرين برؤية ما قرأته",
  "settings.privacy.receipts.hint": "عند الإيقاف لا ترى ذلك عن الآخرين أيضًا.",
  "settings.privacy.typing": "السماح للآخرين برؤية أنني أكتب",
  "settings.privacy.presence": "السماح للآخرين برؤية أنني هنا",
  "settings.saved": "تم الحفظ.",
};
