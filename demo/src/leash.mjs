// Loaded before the bot that the demo starts (node --import): however the demo ends, kill -9 included, its bot ends
// with it. Run by hand there is no such line, and nothing happens.
process.once('disconnect', () => process.exit())
// The line alone must not keep a bot alive that wants to end.
process.channel?.unref()
