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
    /door — let people in: scan tickets, search by name

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

    Your tickets are valid. Pictures with the new details: /mytickets
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

# --- refusals at the door, of links and of tickets
refusal-giveBackClosed = This ticket cannot be given back: the time for it has passed, or the organizer takes none back.
refusal-linkExpired = This link no longer works. Ask for a new one.
refusal-linkForeign = This link is for somebody else: send it to whoever will stand at the door.
refusal-linkUnknown = There is no such link. Ask for a new one.
refusal-linkUsed = This link has been used already: it works once.
refusal-notCheckedIn = This ticket has not been let in, so there is nothing to undo.
refusal-notHolder = This ticket is held by somebody else.
refusal-ownTicket = This is your own ticket. Send the link to whoever is to get it.
refusal-staffOnly = Only the event's door staff and its organizer can do that.
refusal-ticketNotFound = There is no such ticket. Yours are here: /mytickets
refusal-ticketReturned = This ticket has been given back.
refusal-ticketUsed = This ticket has been let in already.
refusal-tooManyGuesses = Too many codes that do not exist. Please try again in { $minutes ->
    [one] { $minutes } minute
    *[other] { $minutes } minutes
    }.
refusal-undoTooLate = It is too late to undo that: only the first five minutes count.

# --- the door
command-door = At the door: let people in
button-door = 🚪 To the door
button-doors = 🚪 All doors
button-open-door = 🚪 Open the door
button-that-door = ⇄ Go to that door
button-let-in = ✅ Let in
button-paid-let-in = 💰 Paid, let in
button-undo = ↩️ Undo (5 min)
button-search = 🔎 Find by name
button-who-is-in = 📋 Who is in
button-hand-over = 🤝 Hand over
button-leave-door = 👋 Leave the door
verdict-letIn = ✅ <b>LET IN</b>
verdict-letIn-paid = ✅ <b>LET IN — PAID { $paid }</b>
verdict-letInJustNow =
    ✅ <b>LET IN</b> — by you just now
    It was at { $time }; this is the same ticket once more.
verdict-alreadyIn = ⚠️ <b>ALREADY IN</b> — { $time }, by { $by }
verdict-toPay =
    💰 <b>TO PAY: { $due }</b>
    Not let in yet.
verdict-wrongEvent =
    ⛔️ <b>ANOTHER EVENT</b>
    This ticket is for “{ $title }”, { $when }.
    You are at the door of “{ $here }”.
verdict-eventCancelled =
    ⛔️ <b>CANCELLED</b>
    The event does not take place, and the ticket is not valid.
verdict-returned =
    ⛔️ <b>GIVEN BACK</b>
    The guest gave this ticket back; it is not valid any more.
verdict-givenAway =
    🔁 <b>GIVEN AWAY</b>
    This is an old code of a ticket to “{ $title }”. It went to somebody else ({ $time }), whose code is a new one.
verdict-undone = ↩️ <b>TAKEN BACK — NOT IN</b>
verdict-ticket =
    👤 <b>{ $holder }</b>
    🎟 { $hasType ->
        [yes] { $type } · no. { $number }
        *[no] No. { $number }
    } · <code>{ $code }</code> · order { $order }
    🎪 { $title }

    👥 { $in } of { $of } are in
scan-stranger = 🎟 This is a ticket to “{ $title }”.
scan-nobody = There is no such ticket. Is every character right? Your own tickets: /mytickets
scan-no-picture = The picture could not be looked at. Please send it once more, or type the short code below it.
scan-no-code = There is no code to be read in this picture. Hold the camera closer and straight, or type the short code below it.
scan-foreign-code = This code is not one of our tickets.
door =
    🚪 <b>{ $title }</b>
    📅 { $when }

    👥 <b>{ $in } of { $of }</b> are in{ $toPay ->
        [0] { "" }
        *[other] { "" } · 💰 { $toPay } still to pay
    }
door-latest = <b>Just came in</b>
door-line = { $time } · { $holder } · no. { $number } · by { $by }
door-how = <i>Scan tickets with your phone’s camera, send me a photo of the code, or type a name, a ticket number or the short code.</i>
door-form-open = ✏️ An event is being filled in: what you type goes there first. /cancel stops it, and then you can search.
door-none =
    There is no door to open.

    If the event is yours, it is here once it is published. If you help somebody, ask them for an invitation: /myevents → Manage → Staff.
door-choose = <b>🚪 Which door?</b>
door-choice = { $title } · { $when }
door-left = 👋 You have left the door. Back at any time: /door
search-how = 🔎 “{ $title }”: just type a name, a ticket number or the short code.
search-found =
    🔎 “{ $text }” — whom shall we let in?{ $more ->
        [yes] { " " }There may be more: type more of the name.
        *[no] { "" }
    }
search-line = { $state ->
    [in] ☑️ is in ·
    [toPay] 💰 { $due } ·
    *[out] ✅
    } { $holder } · no. { $number }
search-none = 🔎 Nobody found for “{ $text }” at “{ $title }”. Try a part of the name, a ticket number or the short code.
who-is-in = 📋 <b>{ $title }</b> — who is in:
who-is-in-none = 📋 Nobody is in yet: “{ $title }”.

# --- staff
button-staff = 👥 Staff
button-invite-staff = ➕ Invite somebody
button-remove-staff = ✖️ { $name }
button-accept = ✅ Accept
button-decline = No, thanks
staff-list =
    👥 <b>{ $title }</b> — who helps at the door

    They let people in and see the guests’ names. A button takes somebody off.
staff-none =
    👥 <b>{ $title }</b>

    Nobody helps at the door yet. Invite somebody: they need nothing but Telegram.
staff-line = { $name } · since { $since }
staff-link =
    🤝 <b>An invitation to the door of “{ $title }”</b>

    Pass this link on to one person. It works once, until { $until }:
    { $link }
staff-share = Please help at the door of “{ $title }”: open the link.
staff-invited =
    🤝 { $organizer } asks you to help at the door.

    <b>{ $title }</b>
    📅 { $when }
    📍 { $venue }

    You would scan tickets with your phone and let people in.
staff-welcome =
    🤝 You are at the door of “<b>{ $title }</b>”.

    Open the door when guests come. Scan tickets with your phone’s camera; everything else is said there. Later: /door
staff-declined = All right. The link stays unused.
staff-remove-ask = Take <b>{ $name }</b> off the door?
staff-removed = Done. They are being told.

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

# --- the ticket's picture
ticket-picture-heading = Ticket
ticket-picture-untitled = Event ticket
ticket-picture-type = Ticket type
ticket-picture-admission = Admission
ticket-picture-holder = Guest
ticket-picture-order = Order
ticket-picture-number = Ticket no.
ticket-picture-price = Price
ticket-picture-stars = { $count } { $count ->
    [one] Star
    *[other] Stars
    }
ticket-picture-show = Show this code at the door

# --- tickets
tickets-none = No tickets yet. Time to pick an event!
tickets-none-ahead = <b>🎟 My tickets</b>

    Nothing is coming up.
tickets-list = <b>🎟 My tickets</b>
tickets-past = <b>🗂 Past tickets</b>
tickets-list-line = { $mark ->
    [cancelled] 🚫
    [used] ✔️
    [ended] 🏁
    [offered] 🎁
    *[valid] 🎟
    } { $when } · { $title } · no. { $number }
tickets-order =
    🎟 <b>{ $title }</b>
    📅 { $when }
    📍 { $venue }
    💰 { $way ->
        [free] free
        [paid] paid
        *[atDoor] at the door: { $total }
    }
    🧾 Order no. { $order }, { $quantity ->
        [one] { $quantity } ticket
        *[other] { $quantity } tickets
    }. Show the code at the door:
tickets-line = No. { $number } · <code>{ $code }</code>
tickets-line-link = No. { $number } · <code>{ $code }</code> · { $link }
tickets-cancelled = 🚫 The event is cancelled; these tickets are no longer valid.
ticket =
    🎟 <b>{ $title }</b>
    📅 { $when }
    📍 { $venue }
    💰 { $way ->
        [free] free
        [paid] paid
        *[atDoor] at the door: { $total }
    }
    🧾 Order no. { $order } · ticket no. { $number }
    👤 { $holder }
ticket-code = Code for the door: <code>{ $code }</code>
ticket-used = ✔️ Let in at { $at }.
ticket-returned = ↩️ You have given this ticket back.
ticket-offered = 🎁 A link that gives this ticket away is open. The ticket is yours until somebody accepts it.
ticket-order-number = No. { $order }
ticket-due = pay at the door: { $total }
picture-coming = The picture is on its way.
calendar-sent = 📅 Open the file, and the event is in your calendar.
button-calendar = 📅 Add to calendar
button-give-back = ↩️ Give back
button-offer = 🎁 Give to somebody
button-offer-again = 🎁 New link
button-past = 🗂 Past tickets
button-picture = 🖼 Show picture
button-pictures = 🖼 All of this order
button-ticket-more = More »
button-upcoming = ‹ Coming up
button-withdraw = ✖️ Withdraw the link

# --- gifts
gift-offered =
    🎁 <b>A link for ticket no. { $number }, “{ $title }”</b>

    { $link }

    Send it to whoever is to get the ticket. It works once, until { $until }. Until somebody accepts, the ticket stays yours; then your picture and code no longer open the door.
gift-invitation = A ticket to “{ $title }” for you. Open the link to take it:
gift-look =
    🎁 <b>{ $from } gives you a ticket</b>

    🎟 <b>{ $title }</b>
    📅 { $when }
    📍 { $venue }

    The link works until { $until }.
gift-own =
    This is your own link: it gives your ticket to “<b>{ $title }</b>” to whoever accepts it first, until { $until }.

    Send it on:
gift-yours = This ticket to “<b>{ $title }</b>” is yours already.
gift-accepted = ✅ The ticket is yours. It comes in the next message.
gift-declined = All right. The ticket stays where it is.
gift-withdrawn = ✖️ The link no longer works. The ticket is yours.
button-gift-accept = ✅ Accept
button-gift-decline = No, thank you
button-send-link = 📣 Send the link
news-ticketGiven =
    🎁 <b>{ $to }</b> has accepted your ticket no. { $number } to “<b>{ $title }</b>”.

    The picture in your chat no longer opens the door: its code has been given away.
news-ticketReceived = 🎁 <b>{ $from }</b> gave you a ticket. Its code is new and works for you only.
news-staffJoined = 🤝 <b>{ $name }</b> now helps at the door of “<b>{ $title }</b>”.
news-staffRemoved = You no longer help at the door of “<b>{ $title }</b>”. Thank you for your help!

# --- giving back
card-give-back = ↩️ Tickets can be given back until { $until }.
give-back-ask =
    Give ticket no. { $number } to “<b>{ $title }</b>” back?

    Its seat is free again at once, and its code stops working. { $way ->
        [free] The ticket was free: there is nothing to refund.
        *[atDoor] You would have paid at the door: there is nothing to refund.
    }
give-back-done = ↩️ Ticket no. { $number } to “<b>{ $title }</b>” is given back. Thank you: somebody else can come now.
give-back-policy =
    ↩️ <b>{ $title }</b>

    Until when may tickets be given back? A seat that was given back is on sale again at once. Guests see this on the event's card.
give-back-never = Not at all
give-back-start = Until it starts
give-back-h3 = Until 3 hours before
give-back-h24 = Until 24 hours before
give-back-h72 = Until 3 days before
give-back-saved = Saved.
button-give-back-policy = ↩️ Giving back
