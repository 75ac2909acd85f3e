// Two soft tones, a fourth apart: heard, but nothing that makes anybody jump.
const TONES = [
  { hertz: 587, after: 0 },
  { hertz: 784, after: 0.11 },
];
const LOUDNESS = 0.06;
const LASTS_S = 0.22;

let audio: AudioContext | undefined;

/** Two quiet tones; nothing where the browser does not allow sound before somebody has touched the page. */
export function chime(): void {
  try {
    audio ??= new AudioContext();
    void audio.resume();
    for (const { hertz, after } of TONES) tone(audio, hertz, audio.currentTime + after);
  } catch {
    // No sound to be had on this machine.
  }
}

function tone(context: AudioContext, hertz: number, from: number): void {
  const oscillator = new OscillatorNode(context, { type: "sine", frequency: hertz });
  const volume = new GainNode(context, { gain: 0 });
  volume.gain.setValueAtTime(0, from);
  volume.gain.linearRampToValueAtTime(LOUDNESS, from + 0.02);
  volume.gain.exponentialRampToValueAtTime(0.001, from + LASTS_S);
  oscillator.connect(volume).connect(context.destination);
  oscillator.start(from);
  oscillator.stop(from + LASTS_S);
}
