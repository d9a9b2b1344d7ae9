import type { Api, Bot } from 'grammy'

/** Receives for a bare bot as a runner would: whatever comes is handled at once. */
export const pollBare = async (bot: Bot, api: Api, signal: AbortSignal): Promise<void> => {
  let offset = 0
  const handling: Promise<void>[] = []
  while (!signal.aborted) {
    const updates = await api
      .getUpdates({ offset, limit: 100, timeout: 30 }, signal as Parameters<Api['getUpdates']>[1])
      .catch(() => [])
    for (const update of updates) handling.push(bot.handleUpdate(update))
    offset = (updates.at(-1)?.update_id ?? offset - 1) + 1
  }
  await Promise.all(handling)
}
