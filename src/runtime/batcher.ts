/**
 * Joins calls that come close together into one: those of one breath, and those that come while an earlier batch is
 * under way. `work` gets their items and gives as many results. When a batch fails, its items are tried alone, side by
 * side, and the next batch waits for none of them: one bad item is only its own. (What may lawfully fail for one item
 * is a result of its own: a batch should fail only by what nobody foresaw.)
 */
export const createBatcher = <Item, Result>(
  work: (items: readonly Item[]) => Promise<readonly Result[]>,
  most = 100,
): ((item: Item) => Promise<Result>) => {
  type Call = {
    readonly item: Item
    readonly resolve: (result: Result) => void
    readonly reject: (error: unknown) => void
  }
  const waiting: Call[] = []
  let isRunning = false

  const runAll = async (calls: readonly Call[]): Promise<void> => {
    const results = await work(calls.map(({ item }) => item))
    if (results.length !== calls.length) throw new Error(`${calls.length} items gave ${results.length} results`)
    results.forEach((result, i) => calls[i]?.resolve(result))
  }

  const run = async (calls: readonly Call[]): Promise<void> => {
    try {
      await runAll(calls)
    } catch (error) {
      if (calls.length === 1) calls[0]?.reject(error)
      else for (const call of calls) void run([call])
    }
  }

  const drain = async (): Promise<void> => {
    while (waiting.length > 0) await run(waiting.splice(0, most))
    isRunning = false
  }

  return (item) =>
    new Promise((resolve, reject) => {
      waiting.push({ item, resolve, reject })
      if (isRunning) return
      isRunning = true
      queueMicrotask(() => void drain())
    })
}
