/* localStorage where the browser allows it, else memory for this page: losing it must never stop a talk. */

export type Store = Pick<Storage, "getItem" | "setItem" | "removeItem"> & { keys(): string[] };

function memory(): Store {
  const items = new Map<string, string>();
  return {
    getItem: (key) => items.get(key) ?? null,
    setItem: (key, value) => void items.set(key, value),
    removeItem: (key) => void items.delete(key),
    keys: () => [...items.keys()],
  };
}

/** The browser's store under a prefix: keys given and listed here don't carry it. */
export function store(prefix: string): Store {
  try {
    const local = window.localStorage;
    local.setItem(`${prefix}probe`, "1");
    local.removeItem(`${prefix}probe`);
    return {
      getItem: (key) => local.getItem(prefix + key),
      setItem: (key, value) => local.setItem(prefix + key, value),
      removeItem: (key) => local.removeItem(prefix + key),
      keys: () =>
        Object.keys(local)
          .filter((key) => key.startsWith(prefix))
          .map((key) => key.slice(prefix.length)),
    };
  } catch {
    return memory();
  }
}
