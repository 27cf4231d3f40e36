/* What a visitor gives to be reached by: one field, told apart here. */

/** `{email}`, `{phone}`, `{}` for an empty field, or null when it is neither. */
export function contact(written: string): { email?: string; phone?: string } | null {
  const text = written.trim();
  if (!text) return {};
  if (/^[^\s@]+@[^\s@]+\.[^\s@.]{2,}$/.test(text)) return { email: text };
  return phone(text) ? { phone: text } : null;
}

/** At least 5 digits and nothing that isn't found in telephone numbers. */
export function phone(text: string): boolean {
  return /^[+\d][\d\s().-]*$/.test(text.trim()) && text.replace(/\D/g, "").length >= 5;
}
