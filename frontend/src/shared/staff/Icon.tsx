/* Line icons on a 24 box, stroke 1.75, drawn in the colour of the text beside them. */

const PATHS = {
  app: "M8 2.5h8a2 2 0 0 1 2 2v15a2 2 0 0 1-2 2H8a2 2 0 0 1-2-2v-15a2 2 0 0 1 2-2ZM12 18v.01",
  back: "M15 6l-6 6 6 6",
  bot: "M12 8V4.5H9M5 8h14a2 2 0 0 1 2 2v8a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2v-8a2 2 0 0 1 2-2ZM9 13v2M15 13v2",
  chat: "M4 20l1.2-4.2A8.5 8.5 0 1 1 8.5 19Z",
  chats:
    "M14 9.5a2 2 0 0 1-2 2H6l-3.5 3v-9a2 2 0 0 1 2-2H12a2 2 0 0 1 2 2ZM18 9h1.5a2 2 0 0 1 2 2v9.5L18 17h-6a2 2 0 0 1-2-2",
  check: "M4.5 12.5l5 5L20 7",
  checks: "M2.5 12.5l4.5 4.5 9.5-10M12.5 16l1 1L22 7",
  clock: "M12 21.5a9.5 9.5 0 1 0 0-19 9.5 9.5 0 0 0 0 19ZM12 6.5V12l3.5 2",
  close: "M6 6l12 12M18 6L6 18",
  down: "M6 9l6 6 6-6",
  inbox:
    "M3 13h5l1.5 3h5L16 13h5M5.5 5.5 3 13v5a2 2 0 0 0 2 2h14a2 2 0 0 0 2-2v-5l-2.5-7.5A2 2 0 0 0 16.6 4H7.4a2 2 0 0 0-1.9 1.5Z",
  lang: "M3 6h10M8 3.5V6M5 11c3.5-1 5.5-2.8 6-5M5.5 8c.8 2 2.7 3.6 5.5 4.5M12 20.5 16.5 10 21 20.5M13.7 17h5.6",
  lock: "M6 11h12a2 2 0 0 1 2 2v6a2 2 0 0 1-2 2H6a2 2 0 0 1-2-2v-6a2 2 0 0 1 2-2ZM8 11V7.5a4 4 0 0 1 8 0V11",
  mail: "M3 7a2 2 0 0 1 2-2h14a2 2 0 0 1 2 2v10a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2ZM3.5 7.5 12 13l8.5-5.5",
  minus: "M5 12h14",
  moon: "M20.5 13.5A8.5 8.5 0 1 1 10.5 3.5a7 7 0 0 0 10 10Z",
  out: "M10 4H6a2 2 0 0 0-2 2v12a2 2 0 0 0 2 2h4M14 8l4 4-4 4M18 12H9",
  right: "M5 12h14M13 6l6 6-6 6",
  route:
    "M6 21a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5ZM18 8a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5ZM8.5 18.5H16a3.5 3.5 0 0 0 0-7H8a3.5 3.5 0 0 1 0-7h7.5",
  seat: "M12 11.5a4 4 0 1 0 0-8 4 4 0 0 0 0 8ZM4.5 20.5a7.5 7.5 0 0 1 15 0",
  settings:
    "M4 7h9M17 7h3M4 17h3M11 17h9M15 9.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5ZM9 19.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5Z",
  shield:
    "M12 21.5c5-1.7 8-4.5 8-9.5V5.5c-3 0-5.5-1-8-3-2.5 2-5 3-8 3V12c0 5 3 7.8 8 9.5ZM8.8 11.8l2.3 2.3 4.3-4.3",
  star: "M12 3l2.7 5.8 6.3.7-4.7 4.3 1.3 6.2L12 16.9 6.4 20l1.3-6.2L3 9.5l6.3-.7Z",
  sun: "M12 16a4 4 0 1 0 0-8 4 4 0 0 0 0 8ZM12 2.5v2M12 19.5v2M2.5 12h2M19.5 12h2M5.3 5.3l1.4 1.4M17.3 17.3l1.4 1.4M18.7 5.3l-1.4 1.4M6.7 17.3l-1.4 1.4",
  swap: "M4 8h15M15 4l4 4-4 4M20 16H5M9 12l-4 4 4 4",
  ticket:
    "M3 9a3 3 0 0 1 0 6v2a2 2 0 0 0 2 2h14a2 2 0 0 0 2-2v-2a3 3 0 0 1 0-6V7a2 2 0 0 0-2-2H5a2 2 0 0 0-2 2ZM14 5v3M14 11v2M14 16v3",
  alert: "M12 3.5 2.5 20h19ZM12 10v4.5M12 17.5v.01",
  wifioff:
    "M3 3l18 18M8.5 15.5a5 5 0 0 1 6.5-.5M5 12a10 10 0 0 1 4.5-2.6M2 8.5a15 15 0 0 1 4.5-2.8M13.5 9.2A10 10 0 0 1 19 12M10.5 5A15 15 0 0 1 22 8.5M12 19v.01",
} as const;

export type IconName = keyof typeof PATHS;

/** Decoration only: whoever shows it says the same in words. */
export function Icon({ name, class: extra = "" }: { name: IconName; class?: string }) {
  return (
    <svg class={`i ${extra}`} viewBox="0 0 24 24" aria-hidden="true">
      <path d={PATHS[name]} />
    </svg>
  );
}
