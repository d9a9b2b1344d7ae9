# The sentences of the demo, beside those of the bot.

# --- in the terminal
demo-title = Levem, to try in a browser
demo-about = The bot is the real one, on a fresh SQLite file; only Telegram is pretended. Ctrl-C ends it and leaves nothing behind.
demo-failed = The bot did not start. The last lines of its log:

# --- the people, the chat and the events it begins with
demo-chat = Levem · Sales
demo-organizer = Anna
demo-buyer = Ben
demo-guest = Emma
demo-door = Vera
demo-sketch-title = Sketching by the river
demo-sketch-description = Two unhurried hours with pencils and a thermos. Paper, paints and good company are on us; you need no experience.
demo-sketch-venue = The old bridge, left bank
demo-supper-title = Supper for four
demo-supper-description = One table, four strangers, five courses. Our chef cooks what the market had this morning.
demo-supper-venue = Kitchen No. 12, 3 Garden Lane
demo-jazz-title = Jazz on the roof
demo-jazz-description = Two sets, the whole city at your feet, and lights above. There are blankets, and the bar stays open until the last guest leaves.
demo-jazz-venue = Loft “Roof”, 5 Main St
demo-jazz-floor = Standing
demo-jazz-front = Front row
demo-transfer = Card 5555 5555 5555 4444, Anna (nobody's: it is a demo)
demo-lecture-title = How to listen to jazz
demo-lecture-description = An hour online about what to listen for: who leads, who answers, and when to clap. Half an hour before the start ticket holders get the link to the stream.
demo-lecture-access = The stream: https://stream.example/how-to-listen. Password: bebop. (Nobody's: it is a demo.)

# --- the page: what people are there for, and what to do first
demo-tour-event = Create an event as { $name }
demo-tour-tickets = Get two tickets as { $name }
demo-tour-chat = See “{ $chat }”
demo-tour-door = Scan a ticket
demo-role-organizer = Organizer
demo-role-buyer = Buyer
demo-role-door = Door
demo-scan = Scan at the door
demo-scan-as = { $name } at the door scans this code
