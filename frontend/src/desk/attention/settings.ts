/* How an agent wants to be called: kept in this browser. */
import { signal } from "@preact/signals";
import { kept } from "../room";

export type Permission = NotificationPermission | "unsupported";

const LOUDEST = 100;

function keptNumber(key: string, otherwise: number): number {
  const value = Number(kept.getItem(key) ?? otherwise);
  return Number.isFinite(value) ? Math.min(LOUDEST, Math.max(0, value)) : otherwise;
}

export const soundOn = signal(kept.getItem("sound") !== "off");
/** 0–100. */
export const volume = signal(keptNumber("volume", 60));
export const notifyOn = signal(kept.getItem("notify") === "on");
export const permission = signal<Permission>(
  typeof Notification === "undefined" ? "unsupported" : Notification.permission,
);

export function setSound(on: boolean): void {
  soundOn.value = on;
  kept.setItem("sound", on ? "on" : "off");
}

export function setVolume(value: number): void {
  volume.value = value;
  kept.setItem("volume", String(value));
}

/** Turn desktop notifications on or off; the browser is asked only here, by a press. */
export async function setNotify(on: boolean): Promise<void> {
  if (on && permission.value === "default") permission.value = await Notification.requestPermission();
  notifyOn.value = on && permission.value === "granted";
  kept.setItem("notify", notifyOn.value ? "on" : "off");
}
