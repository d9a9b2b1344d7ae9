# The sentences of Levem. Html for say(), plain text for label(); see texts.ts.

# --- the bot itself
bot-description =
    Levem — event tickets right inside Telegram.

    Get tickets in a few taps, create events of your own, and sell tickets here in the chat.
bot-short-description = Event tickets right inside Telegram: buy, create, sell.
command-buy = Get tickets
command-events = What's on: events and tickets
command-mytickets = My tickets
command-newevent = Create an event
command-myevents = My events: sales and settings
command-language = Language · Язык
command-help = What I can do
command-cancel = Stop filling in
command-chatid = The id of this chat

start =
    Hello, { $name }! 👋

    This is <b>Levem</b> — event tickets right inside Telegram.

    🎟 Pick an event and get your ticket in a few taps.
    🎉 Or create your own: people will get their tickets right here.
help =
    <b>What I can do</b>

    <b>Get a ticket</b>
    /events — what's on; /buy does the same
    /mytickets — my tickets

    <b>Run an event</b>
    /newevent — create an event, one question at a time
    /myevents — sales, link, changes, cancellation

    <b>Other</b>
    /language — language
    /cancel — stop filling in
    /chatid — the id of a chat (works in groups, too)
language-ask = Which language shall we speak? · На каком языке говорить?
language-set = All right, we speak English.
cancel-done = Stopped. The draft is deleted.
cancel-nothing = There is nothing to stop. How can I help?
not-understood = I'm not sure what you mean. Here is what you can do:
defect = Sorry, something broke on our side. We know about it already (number <code>{ $id }</code>). Please try again a little later.
price-free = free

# --- buttons
button-back = ‹ Back
button-buy = 🎟 Get tickets
button-buy-more = More tickets
button-buyers = 👥 Who bought
button-cancel-event = ✖️ Cancel the event
button-confirm = ✅ Confirm
button-copy = 📋 Copy
button-copy-link = 📋 Link
button-discard = 🗑 Discard
button-edit = ✏️ Change
button-edit-answer = ✏️ Edit an answer
button-events = 🎪 What's on
button-edit-instead = 🗑 Discard it and change
button-first-page = « First page
button-go-on = ✏️ Go on with the draft
button-manage = ⚙️ Manage
button-my-events = 📋 My events
button-my-tickets = 🎟 My tickets
button-new-event = 🎉 Create an event
button-next-page = More »
button-old = This button is out of date.
button-open-bot = Open Levem
button-open-event = Open the event
button-publish = 🎉 Publish
button-publish-again = ▶️ Put on sale again
button-read-more = 📖 Full description
button-remove = 🗑 Delete the event
button-resend = 🔁 Send again
button-save = 💾 Save
button-share = 📣 Share
button-show-card = 👀 As guests see it
button-skip = Skip ›
button-start-over = Start over
button-unpublish = ⏸ Take off sale
button-yes-do-it = Yes, do it

# --- chats
chat-id-set =
    The id of this chat:
    <code>{ $id }</code>

    ✔️ Announcements come here.
chat-id =
    The id of this chat:
    <code>{ $id }</code>

    Put it into <code>TELEGRAM_CHAT_ID</code> to get announcements here.
group-private = Tickets and events are in our private chat.

# --- events for buyers
events-list = <b>🎪 What's on</b>
events-none = Nothing is planned yet. Look in later — or create an event of your own: /newevent
events-line = { $title } · { $when } · { $price }{ $left ->
    [0] { " " }· no tickets left
    *[other] { "" }
    }
card =
    <b>{ $title }</b>

    📅 { $when }
    🕒 By your clock: { $yours }
    📍 { $venue }
    💰 { $price }
    🎟 { $left ->
        [0] No tickets left
        [one] { $left } ticket left
        *[other] { $left } tickets left
    }
card-cancelled = 🚫 <b>The event is cancelled.</b>
card-not-on-sale = ⏸ <b>Tickets are not on sale right now.</b>
card-ended = 🏁 <b>The event is over.</b>

# --- buying
buy-quantity =
    <b>{ $title }</b>

    How many tickets? { $left ->
        [one] { $left } left.
        *[other] { $left } left.
    }
buy-confirm =
    <b>{ $title }</b>
    📅 { $when }
    📍 { $venue }

    🎟 { $quantity ->
        [one] { $quantity } ticket
        *[other] { $quantity } tickets
    }
    💰 { $way ->
        [free] free
        *[atDoor] { $total } — pay at the door
    }
buy-done =
    ✅ Done! You have { $quantity ->
        [one] { $quantity } ticket
        *[other] { $quantity } tickets
    } for “<b>{ $title }</b>”.{ $way ->
        [free] { "" }
        *[atDoor] { " " }Pay at the door: { $total }.
    }

    { $quantity ->
        [one] Your ticket comes
        *[other] Your tickets come
    } in the next message.
tickets-none = No tickets yet. Time to pick an event!
tickets-order =
    🎟 <b>{ $title }</b>
    📅 { $when }
    📍 { $venue }
    💰 { $way ->
        [free] free
        *[atDoor] at the door: { $total }
    }
    🧾 Order no. { $order }, { $quantity ->
        [one] { $quantity } ticket
        *[other] { $quantity } tickets
    }.{ $state ->
        [cancelled] { "" }
        *[confirmed] { " " }Show at the door:
    }
tickets-line = No. { $number } · <code>{ $code }</code>
tickets-cancelled = 🚫 The event is cancelled; these tickets are no longer valid.

# --- /newevent
form-begin =
    🎉 <b>A new event</b>

    A few short questions, and you can sell tickets. To stop: /cancel
form-go-on = Your draft “{ $title }” is safe; we go on where you left off.
form-other-draft = Your draft “{ $title }” is not finished. Go on with it — or discard it and change the event you chose?
form-untitled = untitled
form-discarded = The draft is deleted. A new one: /newevent
ask-frame =
    { $editing ->
        [yes] <i>Change</i>
        *[no] <i>{ $step } of { $of }</i>
    }
    { $ask }
ask-title = <b>What is the event called?</b> Up to { $titleMax } characters.
ask-description = <b>What is it about?</b> Tell your guests, up to { $descriptionMax } characters. You can skip this.
ask-startsAt =
    <b>When does it start?</b>
    Write, for example, <code>25.12.2026 19:00</code> or “next Friday 7pm” — or pick a day. Time zone: { $zone }.
ask-endsAt =
    <b>When does it end?</b>
    Write a time such as <code>22:00</code>, or a date and time. You can skip this.
ask-time =
    <b>{ $day } — at what time?</b>
    Pick one, or write, for example, <code>19:15</code>.
ask-venue = <b>Where?</b> An address or the name of the place, up to { $venueMax } characters.
ask-price = <b>What does a ticket cost?</b> A number in { $currency }; 0 means free.
ask-capacity = <b>How many tickets are there?</b>
ask-poster = <b>Send a poster</b> — one picture. You can skip this.
understood-start = ✔️ Starts: <b>{ $when }</b>
understood-time = ✔️ <b>{ $when }</b>
understood-price = ✔️ Price: <b>{ $price }</b>
preview-head = 👀 <b>This is what guests will see.</b> All correct?
field-title = Title
field-description = Description
field-startsAt = Start
field-endsAt = End
field-venue = Venue
field-price = Price
field-capacity = Number of tickets
field-poster = Poster
published =
    🎉 “<b>{ $title }</b>” is published!

    The link for your guests:
    { $link }
published-no-chat = ℹ️ No chat for announcements is set up yet: the announcement waits and goes out once there is one. The event is on sale already.
saved = 💾 Saved: “<b>{ $title }</b>”.

# --- /myevents
my-events-list = <b>📋 My events</b>
my-events-none = No events yet. Shall we create the first?
my-events-line = { $state ->
    [draft] ⏸
    [cancelled] 🚫
    [ended] 🏁
    *[published] ▶️
    } { $title } · { $when } · { $sold } sold, { $left } left · { $money }
manage =
    { $state ->
        [draft] ⏸ Off sale
        [cancelled] 🚫 Cancelled
        [ended] 🏁 Over
        *[published] ▶️ On sale
    }
    <b>{ $title }</b>
    📅 { $when }
    📍 { $venue }

    🎟 Sold: { $sold } · left: { $left }
    💰 Orders worth: { $money }
manage-link = 🔗 { $link }
manage-troubled = ⚠️ Announcements still on their way: { $late }. Not delivered: { $givenUp }.
manage-resent = 🔁 { $count ->
    [0] There is nothing to send.
    *[other] Sending again: { $count }.
    }
manage-unpublished = ⏸ Off sale. Tickets that were sold stay valid.
manage-published = ▶️ On sale again.
manage-cancel-ask =
    Cancel “<b>{ $title }</b>”?

    { $sold ->
        [0] Nobody has a ticket yet.
        [one] { $sold } ticket will no longer be valid; its holder will be told.
        *[other] { $sold } tickets will no longer be valid; their holders will be told.
    } This cannot be undone.
manage-cancelled = 🚫 The event is cancelled. Its guests are being told.
manage-remove-ask = Delete “<b>{ $title }</b>” for good?
manage-removed = 🗑 The event is deleted.
buyers-head = 👥 <b>{ $title }</b> — who bought:
buyers-none = Nobody has tickets for “{ $title }” yet.
buyers-line = No. { $order } · { $buyer } · { $quantity } × · { $total }{ $state ->
    [cancelled] { " " }· cancelled
    *[confirmed] { "" }
    }

# --- the notification chat
news-test = 🧪 <b>A test.</b> This announcement is a trial; the event is not real.
news-repeat = 🔁 <i>Repeated: this message may have come before.</i>
news-eventPublished =
    🎉 <b>A new event!</b>

    📝 <b>{ $title }</b>
    📍 { $venue }
    📅 { $when }
    👤 Organizer: { $organizer }
    💰 { $price } · 🎟 { $capacity ->
        [one] { $capacity } ticket
        *[other] { $capacity } tickets
    }
news-ticketsIssued =
    🎟️ <b>{ $quantity ->
        [one] { $quantity } ticket bought
        *[other] { $quantity } tickets bought
    }</b>

    🎪 { $title }
    💰 { $way ->
        [free] free
        *[atDoor] { $total }, to pay at the door
    }
    👤 { $buyer }
    📦 Left: { $left }
news-soldOut = 🔥 <b>Sold out!</b> 🎪 { $title } — { $capacity } of { $capacity }
news-eventCancelled =
    🚫 <b>Event cancelled</b>

    📝 <b>{ $title }</b>
    📅 { $when }
    👤 Organizer: { $organizer }
    🎟 Tickets that were issued: { $issued }
digest-head = ⚡️ <b>{ $orders ->
        [0] All gone
        [one] { $orders } purchase in a row
        *[other] { $orders } purchases in a row
    }</b>
digest-line = 🎪 { $title }: { $orders ->
        [one] { $orders } order
        *[other] { $orders } orders
    }, { $tickets ->
        [one] { $tickets } ticket
        *[other] { $tickets } tickets
    }, { $money } · { $left } left
digest-soldOut = 🔥 { $title }: sold out ({ $capacity })

# --- what a person hears unasked
news-yourEventCancelled =
    🚫 <b>Event cancelled:</b> { $title }
    📅 { $when }

    { $quantity ->
        [one] Your ticket is no longer valid.
        *[other] Your { $quantity } tickets are no longer valid.
    } We are sorry.
news-yourEventChanged =
    ✏️ <b>“{ $before }” has changed.</b> This is how it stands now:

    📝 <b>{ $title }</b>
    📅 { $when }
    📍 { $venue }

    Your tickets are valid.
news-announcementDelayed = ℹ️ { $about ->
    [eventPublished] The announcement of “{ $title }” has not reached the chat yet. The event is on sale already.
    [eventCancelled] The announcement that “{ $title }” is cancelled has not reached the chat yet. The event is cancelled.
    *[ticketsIssued] The organizers' chat has not heard of your purchase yet (“{ $title }”). Your tickets are safe.
    } { $again ->
    [byHand] The organizer can send it again: /myevents
    *[soon] We will send it again soon.
    }

# --- refusals
refusal-busy = A great many people are buying right now. Please try again in a few seconds.
refusal-buttonNeeded = Please choose a button below the message.
refusal-capacityBelowTaken = { $taken } are sold already. Please give at least that many.
refusal-capacityOutOfRange = Please give a number from 1 to { $max }.
refusal-descriptionTooLong = That is { $length } characters; { $max } fit. Please shorten it a little.
refusal-draftGone = The draft is no longer there. Start anew: /newevent
refusal-endBeforeStart = The end has to be after the start.
refusal-eventCancelled = “{ $title }” is cancelled.
refusal-eventEnded = “{ $title }” is over.
refusal-eventHasSales = There are orders for “{ $title }”. It can be cancelled, but not deleted.
refusal-eventNotFound = There is no such event. See what's on: /events
refusal-eventNotOnSale = Tickets for “{ $title }” are not on sale right now.
refusal-mayNotOrganize = Only organizers can create events here. Ask the bot's owner to add you.
refusal-notANumber = Please give a whole number, such as 100.
refusal-notYours = Only the event's organizer can do that.
refusal-pastDate = That time has passed. Please give one in the future.
refusal-photoNeeded = This needs a picture. Send it as a photo — or skip the question.
refusal-priceChanged = The price has changed. This is the new one:
refusal-priceNegative = The price cannot be below zero.
refusal-priceNotMoney = That does not look like a price. Write a number, such as 500 or 499.50.
refusal-priceTooFine = { $digits ->
    [0] This currency has no cents: please give a whole number.
    *[other] Too many digits behind the point: there can be { $digits }.
    }
refusal-priceTooHigh = That is too much: the price can be up to { $max }.
refusal-quantityOutOfRange = You can take 1 to { $max } tickets at a time.
refusal-soldOut = “{ $title }” is sold out.
refusal-textNeeded = This needs text. Please write it in one message.
refusal-titleTooLong = That is { $length } characters; { $max } fit. Please shorten the title.
refusal-tooFewLeft = { $left ->
    [one] Not that many any more: { $left } is left.
    *[other] Not that many any more: { $left } are left.
    }
refusal-tooFarAhead = Too far ahead: at most { $years ->
    [one] { $years } year
    *[other] { $years } years
    }.
refusal-venueTooLong = That is { $length } characters; { $max } fit. Please shorten the name of the place.
refusal-whenNotUnderstood = I could not make out the date. Write, for example, 25.12.2026 19:00 or “tomorrow at 7pm”.

# --- npm run chat-id, in the terminal
chats-none = No chat is waiting. Add the bot to the group or channel (or write to it), send a message there, and run this again.
chats-failed =
    Telegram did not answer as hoped: { $reason }
    If the bot is running, stop it for a moment, or send /chatid in the chat instead.

# --- npm run selftest, in the terminal
selftest-head = Levem self-test
selftest-token = Token: bot @{ $bot }
selftest-token-advice = Telegram refuses the token or does not answer. Check TELEGRAM_BOT_TOKEN (from @BotFather) and the connection to { $root }.
selftest-chat = Chat: { $chat }
selftest-chat-advice = The chat was not found. Add the bot to it, and put the id that /chatid tells into TELEGRAM_CHAT_ID.
selftest-rights = The bot may write to the chat
selftest-rights-advice = The bot may not write to this chat. Let it send messages (in a channel, make it an administrator).
selftest-database = Database: { $database }
selftest-database-advice = The database is out of reach. Check DATABASE_URL. If the bot is running on the same SQLite file, stop it for the test.
selftest-organizer = Test organizer and test buyer created
selftest-organizer-advice = The database takes no writes. Check disk space and permissions.
selftest-event = Event created, announcement delivered
selftest-event-advice = The event's announcement was not delivered: see the reason above.
selftest-ticket = Ticket issued, announcement delivered
selftest-ticket-advice = The ticket's announcement was not delivered: see the reason above.
selftest-clean = Test data removed
selftest-clean-advice = Test data could not be removed. Run the self-test again.
selftest-done = Everything works.
selftest-failed = The self-test did not pass.
selftest-reason = Reason: { $reason }
selftest-title = Levem test event
selftest-venue = Here and now
selftest-organizer-name = Test organizer
selftest-buyer-name = Test buyer

# --- npm run demo, in the terminal
demo-title = Levem, to try in a browser
demo-about = The bot is the real one, on a fresh SQLite file; only Telegram is pretended. Ctrl-C ends it and leaves nothing behind.
demo-failed = The bot did not start. The last lines of its log:

# --- npm run demo: the people, the chat and the events it begins with
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
