/* The sounds of the desk, made on the spot: two rising notes for an offer, one soft one for a message. */
import { soundOn, volume } from "./settings";

interface Tone {
  readonly hz: number;
  readonly at_s: number;
}

const SOUNDS = {
  offer: [
    { hz: 659.3, at_s: 0 },
    { hz: 880, at_s: 0.16 },
  ],
  message: [{ hz: 587.3, at_s: 0 }],
} as const satisfies Readonly<Record<string, readonly Tone[]>>;

const RISE_S = 0.012;
const FADE_S = 0.32;
const LOUDEST = 0.35;

let context: AudioContext | undefined;
let leads = false;

/** Browsers let a page sound only after a press in it; the first page that may is the one that sounds for all. */
function unlock(): void {
  context ??= new AudioContext();
  if (context.state !== "running") void context.resume();
  if (!navigator.locks) leads = true;
  else if (!leads) void navigator.locks.request("chatdesk:bell", () => lead());
}

/** Keeps the lock for as long as this page lives. */
function lead(): Promise<never> {
  leads = true;
  return new Promise(() => {});
}

/** Be ready to sound from the first press on. */
export function listenForPress(): void {
  for (const press of ["pointerdown", "keydown"]) addEventListener(press, unlock, { once: true });
}

/** Whether this page is the one that sounds and notifies for all of this browser. */
export const isLeader = () => leads;

export function chime(kind: keyof typeof SOUNDS): void {
  if (soundOn.value && leads) play(kind);
}

/** For the test button: sounds here, whatever is set for other pages. */
export function tryOut(): void {
  unlock();
  play("offer");
}

function play(kind: keyof typeof SOUNDS): void {
  if (!context || volume.value === 0) return;
  for (const tone of SOUNDS[kind]) sound(context, tone);
}

function sound(audio: AudioContext, { hz, at_s }: Tone): void {
  const begins = audio.currentTime + at_s;
  const [oscillator, gain] = [audio.createOscillator(), audio.createGain()];
  oscillator.type = "sine";
  oscillator.frequency.value = hz;
  gain.gain.setValueAtTime(0, begins);
  gain.gain.linearRampToValueAtTime((LOUDEST * volume.value) / 100, begins + RISE_S);
  gain.gain.exponentialRampToValueAtTime(0.0001, begins + FADE_S);
  oscillator.connect(gain).connect(audio.destination);
  oscillator.start(begins);
  oscillator.stop(begins + FADE_S);
}
