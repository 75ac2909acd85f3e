import { computed } from "@preact/signals";
import { locale } from "./translate.ts";

const KB = 1_000;
const MB = 1_000 * KB;

const formats = computed(() => {
  const of = (unit: string, maximumFractionDigits: number) =>
    new Intl.NumberFormat(locale(), { style: "unit", unit, maximumFractionDigits });
  return { kilobytes: of("kilobyte", 0), megabytes: of("megabyte", 1) };
});

/** So many bytes, as a person would say it: "320 kB", "1.4 MB". */
export function sizeText(bytes: number): string {
  const { kilobytes, megabytes } = formats.value;
  return bytes < MB ? kilobytes.format(Math.ceil(bytes / KB)) : megabytes.format(bytes / MB);
}
