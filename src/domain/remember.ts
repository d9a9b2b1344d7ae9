/**
 * The same function, but what it gave is remembered: of at most `most` different arguments, then it begins anew. For
 * what depends on nothing else and takes its time.
 */
export const remember = <Args extends readonly (string | number | undefined)[], Value extends string | number>(
  make: (...args: Args) => Value,
  most = 500,
): ((...args: Args) => Value) => {
  const known = new Map<string, Value>()
  return (...args) => {
    const key = args.length === 1 ? String(args[0]) : args.join('|')
    const before = known.get(key)
    if (before !== undefined) return before
    if (known.size >= most) known.clear()
    const made = make(...args)
    known.set(key, made)
    return made
  }
}
