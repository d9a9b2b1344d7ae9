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
    To find something, just write a word or a day: “jazz”, “Friday”
    /mytickets — my tickets; /orders — my orders and receipts
    /following — whose new events I hear of

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
cancel-held = ☝️ Order no. { $order } is held for you and not paid yet. To give it up, press “Cancel order”.
cancel-nothing = There is nothing to stop. How can I help?
question-closed = ✋ The question above needs no answer any more.
command-unknown = I don't know the command { $command }. If it was meant as an answer, please write it without the “/”.
hint-voice = I cannot listen to messages. Please write it — or choose here:
hint-sticker = Nice one! I only understand words and buttons, though:
hint-contact = I need no phone numbers: tickets are tied to your Telegram. Here is what you can do:
hint-location = I can use a place only where I ask for one, such as in /newevent. Here is what you can do:
hint-poll = I cannot vote. Here is what you can do:
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
button-dont-save = ✖️ Don't save
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
answer-waits = { $minutes ->
    [0] { $seconds ->
        [one] Many people are here right now: the answer comes in about { $seconds } second.
       *[other] Many people are here right now: the answer comes in about { $seconds } seconds.
    }
    [one] Many people are here right now: the answer comes in about { $minutes } minute.
   *[other] Many people are here right now: the answer comes in about { $minutes } minutes.
}
too-much = That was a lot at once. I answer what has come so far first; please go on in a moment.
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
events-line =
    <b>{ $title }</b>
    📅 { $when } · { $price }{ $left ->
    [0] { " " }· no tickets left
    *[other] { "" }
    }
event-button = { $when } · { $title }
events-hint = 🔎 Looking for something? Write me a word or a day: “jazz”, “Friday”, “this weekend”.
finding-list = <b>🔎 { $hasDays ->
    [yes] { $days }
    *[no] What I found
    }</b>
finding-line =
    <b>{ $title }</b>
    📅 { $when }
    📍 { $venue } · { $state ->
        [none] no tickets left
        [before] on sale from { $from }
        [after] no longer on sale
        *[open] { $price }
    }
finding-other-days = 🔎 Nothing on { $days }. On other days there is:
finding-near = 🔎 Nothing is called just so. Did you mean this?
finding-none = 🔎 I found no event by that. I know titles, places and days — one word is enough: “jazz”, “Friday”, “this weekend”. A question for an organizer? Ask it below the event's card or your ticket.
finding-none-days = 🔎 Nothing on { $days }. Try another day, or a word of the title or the place.
card =
    <b>{ $title }</b>

    📅 { $when }
    🕒 By your clock: { $yours }
    📍 { $venue }
card-price = 💰 { $price }
card-left = 🎟 { $left ->
    [0] No tickets left
    [one] { $left } ticket left
    *[other] { $left } tickets left
    }
card-sale = 🎟 { $sale ->
    [coming] { $left ->
        [0] No tickets left
        [one] There will be { $left } ticket
        *[other] There will be { $left } tickets
    }
    [before] { $left ->
        [one] { $left } ticket, on sale from { $from }
        *[other] { $left } tickets, on sale from { $from }
    }
    *[after] Tickets are no longer on sale
    }
card-type = 🎟 <b>{ $name }</b> — { $price }{ $sale ->
    [before] { "" } · on sale from { $from }
    [after] { "" } · no longer on sale
    [over] { "" }
    [coming] { $left ->
        [0] { "" } · sold out
        [one] { "" } · { $left } ticket
        *[other] { "" } · { $left } tickets
    }
    *[open] { $left ->
        [0] { $isHeld ->
            [yes] { "" } · none left for now
            *[no] { "" } · sold out
        }
        *[other] { "" } · { $left } left
    }
    }
card-more-types = 🎟 … and { $more ->
    [one] { $more } more ticket type
    *[other] { $more } more ticket types
    }
type-unnamed = Ticket
price-from = from { $price }
price-free-to = free – { $highest }
card-held = ⏳ All taken for now: { $seats ->
    [one] { $seats } seat is held
    *[other] { $seats } seats are held
    } for people who have not paid yet, until { $until } at the latest. What they leave is free again: look again.
card-held-own = ⏳ Nothing else is left: { $seats ->
    [one] { $seats } seat is held for you
    *[other] { $seats } seats are held for you
    } until { $until }. Open the order to pay.
button-look-again = 🔄 Look again
held-faster = ☝️ Somebody was a moment faster.
looked-again = { $left ->
    [0] { $isHeld ->
        [yes] Still all taken. Look again in a few minutes.
        *[no] Sold out now. We are sorry.
    }
    [one] There is { $left } ticket!
    *[other] There are { $left } tickets!
    }
button-organizers-others = 👤 More by this organizer
organizers-others = <b>👤 Other events of this organizer</b>
organizers-others-none = This organizer has nothing else planned at the moment.
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

    🎟 { $hasType ->
        [yes] { $type } × { $quantity }
        *[no] { $quantity ->
            [one] { $quantity } ticket
            *[other] { $quantity } tickets
        }
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
form-edited-late = That answer was taken before you edited it, and stays as it was. “‹ Back” leads to it.
form-untitled = untitled
form-not-saved = All right, nothing is changed.
form-discarded = The draft is deleted. A new one: /newevent
answered-now = ✏️ Now: { $value }
ask-frame =
    { $about ->
        [change] <i>Change</i>
        [type] <i>Ticket type</i>
        *[new] <i>{ $step } of { $of }</i>
    }
    { $ask }
ask-title = <b>What is the event called?</b> Up to { $titleMax } characters.
ask-description = <b>What is it about?</b> Tell your guests, up to { $descriptionMax } characters. You can skip this.
ask-startsAt =
    <b>When does it start?</b>
    Write, for example, <code>25.12.2026 19:00</code> or “next Friday 7pm” — or pick a day. Time zone: { $zone } — or name another, such as “7pm Berlin time”.
ask-endsAt =
    <b>When does it end?</b>
    Write a time such as <code>22:00</code>, how long it takes, such as “3 hours”, or a date and time. You can skip this.
ask-time =
    <b>{ $day } — at what time?</b>
    Pick one, or write, for example, <code>19:15</code>.
ask-venue = <b>Where?</b> An address or the name of the place, up to { $venueMax } characters. Or send a place from the map: 📎 → Location.
ask-venue-name = 📍 Your pin is kept. <b>What is the place called?</b> A name or an address, up to { $venueMax } characters.
venue-online = Online
button-online = 🌐 Online
button-keep-name = Keep “{ $venue }”
button-map = 🗺 Map
map-none = This event has no place on the map any more.
currency-in-words = { $currency ->
    [RUB] roubles
    [USD] US dollars
    [EUR] euros
    [GBP] pounds
    [UAH] hryvnias
    [BYN] Belarusian roubles
    [KZT] tenge
    [UZS] Uzbek soums
    [KGS] Kyrgyz soms
    [GEL] lari
    [AMD] drams
    [AZN] manats
    [MDL] lei
    [TJS] somonis
    [TRY] Turkish liras
    [PLN] zlotys
    *[other] { $currency }
    }
ask-price =
    <b>What does a ticket cost?</b> { $currency ->
        [XTR] A number of Stars ⭐; 0 means free.
        *[other] A number in { $money }, such as { $example }; 0 means free. A price in Stars, such as 150 ⭐, is for online events: they are then paid in Stars only.
    }
ask-capacity = <b>How many tickets are there?</b>
ask-poster = <b>Send a poster</b> — one picture. You can skip this.
understood-start = ✔️ Starts: <b>{ $when }</b>
understood-time = ✔️ <b>{ $when }</b>
understood-as = I read it as <b>{ $when }</b>.
understood-elsewhere = 🌍 <b>{ $said }</b> is <b>{ $here }</b> by the event's clock.
understood-twice = 🕓 That night the clocks go back and show <b>{ $time }</b> twice. I took the first one, { $offset }. For the second write the date and <code>{ $time } { $other }</code>.
understood-skipped = 🕓 That night the clocks go forward and skip the time you wrote. I took <b>{ $time }</b>.
amounts-out-of-reach = ⚠️ Telegram takes orders of about { $lowest } to { $highest } only. Others cannot be paid by card or in Stars: offer another way, too, or change the price.
understood-zone = 🌍 The event's time zone: <b>{ $zone }</b>. Your next ones will have it, too.
button-use-zone = Use { $zone }
understood-price = ✔️ Price: <b>{ $price }</b>
preview-no-access = 🔑 It is online: the link for ticket holders is set right after publishing.
preview-head = 👀 <b>This is what guests will see.</b> All correct?
preview-published = ✅ <b>Published.</b> This is what guests see.
preview-saved = ✅ <b>Saved.</b> This is what guests see.
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
published-no-access = 🔑 Guests cannot get in yet: set the online access — a link or a text that only ticket holders see.
published-no-chat = ℹ️ No chat for announcements is set up yet: the announcement waits and goes out once there is one. The event is on sale already.
saved = 💾 Saved: “<b>{ $title }</b>”.

# --- /myevents
my-events-list = <b>📋 My events</b>
my-events-ended = <b>🏁 My events that are over</b>
my-events-none-ahead =
    <b>📋 My events</b>

    Nothing is coming up.
my-events-none = You have no events of your own yet. Shall we create the first?
my-events-line =
    { $state ->
        [draft] ⏸
        [cancelled] 🚫
        [ended] 🏁
        *[published] ▶️
    } <b>{ $title }</b>
    📅 { $when }
    🎟 { $sold } sold{ $state ->
        [cancelled] { "" }
        *[other] , { $left } left
    } · { $money }
my-event-button = { $state ->
    [draft] ⏸
    [cancelled] 🚫
    [ended] 🏁
    *[published] ▶️
    } { $when } · { $title }
button-ended-events = 🏁 Events that are over
button-events-ahead = ‹ Coming up
manage =
    { $state ->
        [draft] ⏸ Off sale
        [cancelled] 🚫 Cancelled
        [ended] 🏁 Over
        [waiting] 🕓 Not on sale yet
        *[published] ▶️ On sale
    }
    <b>{ $title }</b>
    📅 { $when }
    📍 { $venue }

    🎟 Sold: { $sold }{ $held ->
        [0] { "" }
        *[other] { " " }· being paid: { $held }
    }{ $state ->
        [cancelled] { "" }
        [ended] { "" }
        *[other] { " " }· left: { $left }
    }
    💰 Sales: { $money }
manage-link = 🔗 { $link }
manage-troubled = ⚠️ Announcements still on their way: { $late }. Not delivered: { $givenUp }.
button-settings = ⚙️ Settings
settings-head = ⚙️ <b>{ $title }</b> — settings
settings-give-back = ↩️ Tickets can be given back: { $hours ->
        [-1] not at all
        [0] until it starts
        [24] until 24 hours before
        [72] until 3 days before
        *[other] until { $hours } hours before
    }
settings-access = 🔑 Online access: { $count ->
        [0] not set
        [one] set
        *[other] set ({ $count })
    }
button-online-access = 🔑 Online access
button-set-access = 🔑 Set the online access
button-access-all = 🎪 Whole event
button-access-type = 🎟 { $name }
button-access-text = ✏️ New text
button-access-remove = 🗑 Remove
access-ticket = With the ticket
access-m60 = 60 minutes before
access-m30 = 30 minutes before
access-m15 = 15 minutes before
access-settings =
    🔑 <b>{ $title }</b> — online access

    A link or a text that only ticket holders see. A ticket type may have its own instead of the event’s.
access-line = { $hasName ->
        [yes] 🎟 { $name }
        *[no] 🎪 Whole event
    }: { $at ->
        [none] not set
        [ticket] with the ticket
        *[other] from { $at }
    }
access-has-place = ℹ️ The event has a place, so its tickets speak of the door. If nobody comes there, change “Where?” to Online.
access-of = 🔑 <b>{ $title }</b> — online access{ $hasName ->
        [yes] { "" }: { $name }
        *[no] { "" }
    }
access-none = Not set yet. <b>When should ticket holders see it?</b>
access-when = 👀 Holders see it { $at ->
        [ticket] with the ticket
        *[other] from { $at }, and it is sent to them then
    }. It stands nowhere else. If you change it, those who could see it are told.
access-ask =
    🔑 <b>{ $title }</b>

    Write the link or the text for ticket holders, up to { $max } characters: the address of the stream, a password, what to install.
access-set = ✔️ Saved.
access-saved = Saved.
access-remove-ask = Remove the online access of “<b>{ $title }</b>”? Ticket holders will no longer see it.
access-removed = Removed.
settings-door = ⏰ The door lets people in: { $opens ->
        [any] at any time
        *[other] from { $opens }
    }
manage-resent = 🔁 { $count ->
    [0] There is nothing to send.
    *[other] Sending again: { $count }.
    }
manage-answers = ✏️ After the change: { $kept ->
        [one] { $kept } guest is coming
        *[other] { $kept } guests are coming
    }, { $givenBack ->
        [one] { $givenBack } ticket given back
        *[other] { $givenBack } tickets given back
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
manage-cancel-line = 🔔 { $people ->
        [one] { $people } person is waiting in line and will be told, too.
        *[other] { $people } people are waiting in line and will be told, too.
    }
manage-cancelled = 🚫 The event is cancelled. Its guests are being told.
manage-remove-ask = Delete “<b>{ $title }</b>” for good?
manage-removed = 🗑 The event is deleted.
buyers-head = 👥 <b>{ $title }</b> — who bought:
buyers-none = Nobody has tickets for “{ $title }” yet.
buyers-line = No. { $order } · { $buyer } · { tickets-counted } · { $total }{ $state ->
    [cancelled] { " " }· cancelled
    [held] { " " }· not paid yet
    [refunded] { " " }· refunded
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

    🎪 { $title }{ $hasType ->
        [yes] { "" } · { $type }
        *[no] { "" }
    }
    💰 { $way ->
        [free] free
        [provider] { $total }, paid by card
        [stars] { $total }, paid in Stars
        [transfer] { $total }, paid by transfer
        [soldAtDoor] { $total }, paid at the door
        *[atDoor] { $total }, to pay at the door
    }{ $hasCode ->
        [yes] { "" } · 🏷{ "\u00A0" }{ $code }
        *[no] { "" }
    }
    👤 { $buyer }{ $hasOrder ->
        [yes] { "" } · order no. { $order }
        *[no] { "" }
    }
    📦 Left: { $left }
news-soldOut = 🔥 <b>Sold out!</b> 🎪 { $title } — { $capacity } of { $capacity }
news-eventChanged = ✏️ <b>“{ $title }” has changed</b>
news-organizer = 👤 Organizer: { $organizer }
news-eventCancelled =
    🚫 <b>Event cancelled</b>

    📝 <b>{ $title }</b>
    📅 { $when }
    👤 Organizer: { $organizer }
    🎟 Tickets that were issued: { $issued }
news-proof = { $isFine ->
    [yes] ✅
    *[no] 🚨
    } <b>{ $when }</b>: { $sold ->
    [one] { $sold } sale
    *[other] { $sold } sales
    }, { $said } announced
news-proof-missing = Not announced: { $count ->
    [one] order no. { $orders }
    *[other] orders no. { $orders }
    }
news-proof-surplus = Announced, and there is no such sale: { $count ->
    [one] order no. { $orders }
    *[other] orders no. { $orders }
    }
news-proof-more = { $orders } and { $more } more
news-proof-advice = Tickets and money are not touched by this. Why it is so stands in the program’s log.
news-proof-days = { $from } – { $until }
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
        [0] { "" }
        [one] Your ticket is no longer valid.{ " " }
        *[other] Your { $quantity } tickets are no longer valid.{ " " }
    }We are sorry.
news-staffEventCancelled =
    🚫 <b>Event cancelled:</b> { $title }
    📅 { $when }

    Nobody is needed at its door. Thank you for your help!
news-file = 📅 { $isCancelled ->
    [yes] Open the file, and “{ $title }” leaves your calendar.
    *[no] Open the file, and “{ $title }” is in your calendar as it is now.
    }
news-reason = 💬 The organizer says: { $reason }
news-yourEventChanged = ✏️ <b>“{ $before }” has changed.</b>
news-changed-tickets = { $quantity ->
        [one] Your ticket stays valid. Its picture with the new details: /mytickets
        *[other] Your tickets stay valid. Their pictures with the new details: /mytickets
    }
change-title = 📝 was “{ $before }” → now <b>“{ $now }”</b>
change-start = 📅 was { $before } → now <b>{ $now }</b>
change-end = ⏱ End: was { $before } → now <b>{ $now }</b>
change-venue = 📍 was { $before } → now <b>{ $now }</b>
change-no-end = open
unchanged-start = 📅 { $when }
unchanged-venue = 📍 { $venue }
news-announcementDelayed = ℹ️ { $about ->
    [eventPublished] The announcement of “{ $title }” has not reached the chat yet. The event is on sale already.
    [datesPublished] The announcement of the new dates of “{ $title }” has not reached the chat yet. They are on sale already.
    [eventChanged] The news that “{ $title }” has changed has not reached the chat yet. The change is saved.
    [eventCancelled] The announcement that “{ $title }” is cancelled has not reached the chat yet. The event is cancelled.
    *[ticketsIssued] The organizers' chat has not heard of your purchase yet (“{ $title }”). Your purchase is safe.
    } { $again ->
    [byHand] The organizer can send it again: /myevents
    *[soon] We will send it again soon.
    }

# --- refusals
refusal-accessNone = There is no online access for this ticket.
refusal-busy = A great many people are buying right now. Please try again in a few seconds.
refusal-buttonNeeded = Please choose a button below the message.
refusal-capacityBelowTaken = { $taken } are taken already. Please give at least that many.
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
refusal-otherKind = { $kind ->
        [voice] A voice message
        [audio] A recording
        [video_note] A video message
        [video] A video
        [animation] A GIF
        [sticker] A sticker
        [dice] A throw of dice
        [contact] A contact
        [location] A place on the map
        [poll] A poll
        [photo] A picture
        *[document] A file
    } cannot be { $asked ->
        [words] words about the event
        [contact] a link
        [reason] the reason
        [line] the line to the buyer
        [title] the title
        [description] the description
        [startsAt] the start
        [endsAt] the end
        [venue] the venue
        [price] the price
        [typePrice] the price
        [capacity] the number of tickets
        [typeCapacity] the number of tickets
        [limit] the limit
        [perPerson] the limit
        [name] the name
        [personName] the name
        [firstName] the name
        [typeName] the name
        [saleFrom] a time
        [saleUntil] a time
        [code] the promo code
        [discount] the discount
        [poster] the poster
        [onlineAccess] the access
        [answer] the answer
        [when] a time
        [count] the number
        [transferDetails] the bank details
        *[other] used here
    }. { $asked ->
        [poster] Send a picture as a photo — or skip the question.
        [transferDetails] Please type them.
        *[other] Please type it.
    }
refusal-photoNeeded = This needs a picture. Send it as a photo — or skip the question.
refusal-placeOutOfRange = This place is not on the map. Please send another, or type an address.
refusal-priceChanged = The price has changed. This is the new one:
refusal-priceDonation = Set the price to 0 and tell people in the description where their donations go. Or give a fixed price.
refusal-priceNegative = The price cannot be below zero.
refusal-priceNotMoney = That does not look like a price. Write it as a number.
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
refusal-venueIsTime = That is a time, and this asks for the place. For another time press “‹ Back”.
refusal-venueTooLong = That is { $length } characters; { $max } fit. Please shorten the name of the place.
refusal-whenAmbiguous = Which one is meant: <code>{ $first }</code> or <code>{ $second }</code>? Write it, please.
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
refusal-lineFirst = What is free of these tickets is for those who wait in line. Once the event has begun, the door may sell it; the organizer can close the line before.
refusal-mayNotSell = Only the organizer sells at this door. They can let staff sell: /myevents → the event → Staff.
refusal-saleNotFound = This sale is not there, or somebody else made it: its seller and the organizer can change it.
refusal-saleTooEarly = The door sells from when it lets in. The organizer can open it sooner: Settings → Door opens.
refusal-saleUndoTooLate = A sale can be taken back for { $minutes } minutes. Later only the organizer can do it.
refusal-staffOnly = Only the event's door staff and its organizer can do that.
refusal-ticketNotFound = There is no such ticket. Yours are here: /mytickets
refusal-ticketReturned = This ticket has been given back.
refusal-ticketUsed = This ticket has been let in already.
refusal-tooManyGuesses = Too many codes that do not exist. Please try again in { $minutes ->
    [one] { $minutes } minute
    *[other] { $minutes } minutes
    }.
refusal-undoTooLate = It is too late to undo that: only the first five minutes count.

refusal-undoRefunded = The money for this ticket went back after it was let in, so the check-in stays.

# --- the door
command-door = At the door: let people in
button-door = 🚪 To the door
button-doors = 🚪 All doors
button-open-door = 🚪 Open the door
button-that-door = ⇄ Go to that door
button-let-in = ✅ Let in
button-paid-let-in = 💰 Paid, let in
button-undo = ↩️ Undo (5 min)
button-undo-anytime = ↩️ Undo
button-try-ticket = 🧪 Only try
button-let-in-again = ✅ Let in again
button-let-in-early = ✅ Let in all the same
button-one-of-several = No. { $number } · { $act ->
        [paid] 💰 paid, let in
        [early] ✅ let in anyway
        [again] ✅ let in again
       *[undo] undo
    }
button-let-in-rest = { $way ->
        [paid] 💰 { $due } paid, let in { $count }
        [early] ✅ Let in { $count } all the same
       *[asIs] ✅ { $some ->
            [yes] Let in the other { $count ->
                [one] one
               *[other] { $count }
            }
           *[no] Let all { $count } in
        }
    }
button-let-in-order = { $state ->
        [toPay] 💰 Order { $order }: { $count } to pay
       *[out] ✅ Order { $order }: let in { $count }
    }
button-let-in-lost = ✅ Let in and note it
button-door-time = ⏰ Door opens
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
verdict-tooEarly =
    ⏰ <b>TOO EARLY</b>
    The door opens on { $opens }. Not let in.
verdict-trial =
    🧪 <b>ONLY TRIED: THE TICKET IS GOOD</b>
    Not let in; the ticket stays unused.
verdict-trial-toPay =
    🧪 <b>ONLY TRIED: GOOD, TO PAY { $due }</b>
    Not let in; the ticket stays unused.
door-opens = ⏰ People are let in from { $opens }.
door-time =
    ⏰ <b>{ $title }</b> — when does the door open?

    { $isAny ->
        [yes] Tickets are let in at any time.
        *[no] Tickets are let in from { $opens }. Whoever scans one before can only try it, or let it in all the same.
    }
door-time-m30 = 30 minutes before
door-time-h1 = 1 hour before
door-time-h3 = 3 hours before
door-time-h6 = 6 hours before
door-time-h24 = 24 hours before
door-time-any = At any time
door-time-saved = Saved.
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
verdict-refunded =
    ⛔️ <b>REFUNDED</b>
    The organizer gave the money for this ticket back; it is not valid any more.
verdict-givenAway =
    🔁 <b>GIVEN AWAY</b>
    This is an old code of a ticket to “{ $title }”. It went to somebody else ({ $time }), whose code is a new one.
verdict-nobody =
    ⛔️ <b>NO SUCH TICKET</b>
    No ticket of “{ $here }” has this code. Look for the guest by name: just type it here.
verdict-nobody-near =
    ⛔️ <b>NO SUCH TICKET</b>
    This code is of no ticket here. Open the door and look for the guest by name.
verdict-stranger =
    ⛔️ <b>ANOTHER EVENT</b>
    This ticket is to “{ $title }”, not to “{ $here }”.
verdict-lost =
    ❔ <b>UNKNOWN HERE</b>
    This may have been sold for “{ $title }” after the backup of { $time }: the database was restored from it. Is every character right? If you are sure, let them in: it is noted, and the organizer hears of it.
verdict-lost-letIn =
    ✅ <b>LET IN, NOTED</b>
    Unknown after the restore, “{ $title }”, { $time }. The organizer hears of it.
verdict-lost-alreadyIn =
    ⛔️ <b>ALREADY IN</b>
    Unknown after the restore, “{ $title }”: let in { $time } by { $by }.
verdict-undone = ↩️ <b>TAKEN BACK — NOT IN</b>
verdict-ticket =
    👤 <b>{ $holder }</b>
    🎟 { $hasType ->
        [yes] { $type } · no. { $number }
        *[no] No. { $number }
    } · <code>{ $code }</code> · order { $order }
    🎪 { $title }

    👥 In: { $in } of { $of }
verdict-party = 👪 Of this order: { $in } of { $size } in
several-head = <b>{ $in ->
        [0] { "" }
       *[other] ✅ { $in } LET IN{ " " }
    }{ $already ->
        [0] { "" }
       *[other] ⚠️ { $already } already in{ " " }
    }{ $toPay ->
        [0] { "" }
       *[other] 💰 { $toPay } to pay{ " " }
    }{ $not ->
        [0] { "" }
       *[other] ⛔️ { $not } not let in{ " " }
    }{ $unread ->
        [0] { "" }
        [one] 📷 { $unread } picture not read
       *[other] 📷 { $unread } pictures not read
    }</b>
several-ticket = no. { $number } · { $holder }{ $hasType ->
        [yes] { "" } · { $type }
       *[no] { "" }
    }
several-letIn = ✅ { $ticket }{ $paid ->
        [none] { "" }
       *[other] { "" } · paid { $paid }
    }
several-letInJustNow = ✅ { $ticket } · by you just now
several-alreadyIn = ⚠️ { $ticket } — already in: { $time }, by { $by }
several-toPay = 💰 { $ticket } — to pay: { $due }
several-tooEarly = ⏰ { $ticket } — too early
several-trial = 🧪 { $ticket } — only tried
several-eventCancelled = ⛔️ { $ticket } — the event is cancelled
several-returned = ⛔️ { $ticket } — given back
several-refunded = ⛔️ { $ticket } — refunded
several-wrongEvent = ⛔️ { $ticket } — for another event, “{ $title }”
several-givenAway = 🔁 An old code: the ticket went to somebody else ({ $time })
several-lost = ❔ A ticket that is unknown after the restore: send it by itself
several-stranger = ⛔️ A ticket to another event, “{ $title }”
several-nobody = ⛔️ No such ticket
several-more = …and { $count } more who were let in
several-picture = 📷 Picture { $number }: { $why ->
        [lost] could not be loaded, send it once more
        [kind] a kind of file that cannot be read
        [foreign] the code is not one of our tickets
       *[none] no code to be read
    }
several-full = 👥 { $title }: { $in } of { $of } in
scan-stranger = 🎟 This is a ticket to “{ $title }”.
scan-nobody = There is no such ticket. Is every character right? Your own tickets: /mytickets
scan-no-picture = The picture could not be looked at. Please send it once more, or type the short code below it.
scan-no-code = There is no code to be read in this picture. Hold the camera closer and straight, or type the short code below it.
scan-send-photo = This kind of file cannot be looked at here. Please send the code as a photo or a screenshot, or type the short code below it.
scan-foreign-code = This code is not one of our tickets.
door =
    🚪 <b>{ $title }</b>
    📅 { $when }

    👥 In: <b>{ $in } of { $of }</b>{ $toPay ->
        [0] { "" }
        *[other] { "" } · 💰 { $toPay } still to pay
    }
door-latest = <b>Just came in</b>
door-line = { $time } · { $holder } · no. { $number } · by { $by }
door-how = <i>Scan tickets with your phone’s camera, send me a photo of the code, or type a name, the number of a ticket or an order, or the short code.</i>
door-on = 🟢 Door mode is on: what you type here is looked up at this door. It ends with any other command, or by itself: { $until }.
door-over = 🌙 Door mode is over: “{ $title }”. What you type is no longer looked up there.
door-off = 👋 Door mode is off: “{ $title }”. Back at any time: /door
door-form-open = ✏️ An event is being filled in: what you type goes there first. /cancel stops it, and then you can search.
door-none =
    There is no door to open.

    If the event is yours, it is here once it is published. If you help somebody, ask them for an invitation: /myevents → the event → Staff.
door-choose = <b>🚪 Which door?</b>
door-choice = { $when } · { $title }
door-left = 👋 You have left the door. Back at any time: /door
search-how = 🔎 “{ $title }”: just type a name, the number of a ticket or an order, or the short code.
search-found =
    🔎 “{ $text }” — whom shall we let in?{ $more ->
        [yes] { " " }There may be more: type more of the name.
        *[no] { "" }
    }
search-line = { $state ->
    [in] ☑️ is in ·
    [toPay] 💰 { $due } ·
    *[out] ✅
    } No. { $number } · { $holder }
search-line-order = { $state ->
    [in] ☑️ is in ·
    [toPay] 💰 { $due } ·
    *[out] ✅
    } No. { $number } · { $holder } · order { $order }
search-none = 🔎 Nobody found for “{ $text }” at “{ $title }”. Try the beginning of a name, the number of the ticket or the order, or the short code.
search-question = ❓ Is it a question? The button leads out of the door, { $isOwn ->
    [yes] to help
    *[no] to the organizer and to help
    }.
button-its-a-question = ❓ It is a question
who-is-in = 📋 <b>{ $title }</b> — who is in:
who-is-in-none = 📋 Nobody is in yet: “{ $title }”.

# --- selling at the door
button-sell = 💵 Sell
button-takings = 🧾 Takings
button-sell-cash = 💵 Cash, let in
button-sell-transfer = 🏦 Transfer, let in
button-sell-card = 💳 Card, let in
button-sell-free = ✅ Free, let in
button-sell-more = ➕ Sell more
button-sale-name = ✍️ Add a name
button-sale-undo = ↩️ Take the sale back
door-sale-what = 💵 <b>{ $title }</b> — what do they buy?
door-sale-nothing = 💵 <b>{ $title }</b> — nothing is left to sell at the door.
door-sale-type = 🎟 { $name } · { $price } · { $left ->
    [0] none left
    *[other] { $left } left
    }
door-sale-how-many = 💵 <b>{ $title }</b> — how many?
door-sale-how-paid =
    💵 <b>{ $quantity } × { $name }: { $total }</b>
    { $title }

    { $isFree ->
        [yes] The button lets them in at once.
        *[no] How do they pay? Take the money, then press: they are let in at once. Nothing is paid in Telegram.
    }
door-sale-sold =
    ✅ <b>SOLD AND LET IN: { $quantity }</b>
    { $method ->
        [cash] 💵 { $total }, cash
        [transfer] 🏦 { $total }, transfer
        [card] 💳 { $total }, card
        *[free] Free
    }
door-sale-undone =
    ↩️ <b>SALE TAKEN BACK: { $quantity }</b>
    { $method ->
        [free] Not in any more
        *[other] Give { $total } back
    }
door-sale-ticket = 🎟 { $hasType ->
    [yes] { $type } · no. { $number }
    *[no] No. { $number }
    } · <code>{ $code }</code>
door-sale-of =
    👤 { $buyer } · order { $order }
    🎪 { $title }
door-sale-ask-name = ✍️ What is the guest called? They are found by it at the door.
door-sale-undo-ask = { $quantity ->
        [one] Take the sale of { $quantity } ticket back?
        *[other] Take the sale of { $quantity } tickets back?
    } { $quantity ->
        [one] The ticket will not be valid any more, and its seat will be free again.
        *[other] The tickets will not be valid any more, and their seats will be free again.
    }{ $isFree ->
        [yes] { "" }
        *[no] { " " }Give { $total } back.
    }
takings = 🧾 <b>{ $title }</b> — taken at the door
takings-none = 🧾 <b>{ $title }</b> — nothing was taken at the door yet.
takings-person = 👤 <b>{ $name }</b>: { $sum }
takings-line = { $method ->
        [cash] 💵 cash
        [transfer] 🏦 transfer
        [card] 💳 card
        *[ordered] 🚪 ordered before, paid here
    }: { $sum }, { $tickets ->
        [one] { $tickets } ticket
        *[other] { $tickets } tickets
    }{ $undone ->
        [0] { "" }
        *[other] { "" }
            ↩️ taken back: { $undone }, { $back }
    }
takings-more = …and { $count ->
    [one] { $count } more person
    *[other] { $count } more people
    }
takings-total = <b>In all: { $sum }</b>, { $tickets ->
    [one] { $tickets } ticket
    *[other] { $tickets } tickets
    }
button-staff-sells = 💵 Staff may sell
staff-sells-saved = { $isOn ->
    [yes] Staff may sell at the door now. Takings shows who took how much.
    *[no] Only you sell at the door now.
    }

# --- staff
button-staff = 🤝 Staff
button-invite-staff = ➕ Invite somebody
button-remove-staff = ✖️ { $name }
button-accept = ✅ Accept
button-decline = No, thanks
staff-list =
    🤝 <b>{ $title }</b> — who helps at the door

    They let people in and see the guests’ names; with the tick they sell at the door, too. The button with a name takes them off, or lets them keep the guest list.
staff-none =
    🤝 <b>{ $title }</b>

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

# --- npm run setup, on a terminal
setup-head = Setting up Levem. Enter takes what stands in brackets; Ctrl-C stops, and then nothing is written.
setup-token = The bot's token. @BotFather gives it: /newbot, or /mybots for a bot that you have.
setup-token-wrong = That is no token yet: it looks like 123456789:ABC… Copy the whole line.
setup-token-refused = ✘ Telegram does not know this token. Copy it from @BotFather once more.
setup-token-good = ✔ It belongs to @{ $bot }.
setup-unreachable = ✘ { $root } does not answer: { $reason }
setup-proxy = A proxy, if your network needs one: socks5://host:1080 or http://user:password@host:3128. Enter tries again.
setup-proxy-wrong = It takes http://, https:// or socks5://, a host and a port.
setup-chat =
    The chat that hears of new events and sales. Add @{ $bot } to a group or channel (in a channel: as an administrator who may post), and send /chatid@{ $bot } there.
    I am waiting for it. You can type the chat's id instead; Enter goes on without a chat.
setup-chat-wrong = ✘ There is no such chat, or @{ $bot } is not in it.
setup-chat-this = Found: { $chat }. Is it this one? (yes/no)
setup-chat-another = All right. I am waiting for another one; Enter goes on without a chat.
setup-chat-keep = The chat is { $chat }. Keep it? (yes/no)
setup-chat-trouble = Telegram tells of no chats: { $reason }. If the bot is running, stop it for now.
setup-yes-or-no = Please answer yes or no.
setup-zone = The time zone of new events, such as Europe/Berlin.
setup-zone-wrong = This time zone is unknown. Examples: Europe/Berlin, Europe/London, Asia/Tbilisi.
setup-currency = The currency of new events: RUB, EUR, USD and so on, or XTR for Telegram Stars.
setup-currency-wrong = This currency is unknown. It is three letters, such as EUR.
setup-organizers = Who may create events, and take cards and Stars: Telegram ids with commas between them (once the bot runs, /chatid in a private chat tells yours). Enter: anyone, and without cards and Stars.
setup-organizers-known = Wrote to the bot or added it lately: { $people }
setup-organizers-wrong = These are no ids: numbers with commas between them, such as 12345678, 87654321.
setup-provider = For payments by card: the provider's token from @BotFather (/mybots, Payments). Enter: no cards; “-” takes it away.
setup-provider-wrong = That is no such token yet: it looks like 381764678:TEST:… Copy the whole line.
setup-language = The language of the chat, and of people whose Telegram does not tell theirs: ru or en.
setup-language-wrong = There are two: ru and en.
setup-written = ✔ Written to .env. Only you can read it. Now it is tried out.
setup-ready = To start the bot: npm start
setup-try-again = The answers are kept in .env. Run npm run setup again to change them, or npm run selftest to try once more.
setup-interrupted = Nothing was written.
setup-strange-file = ✘ .env is written in a way that Levem does not understand, and stays as it is. Please change it by hand: docs/configuration.md.

# --- npm start, on a terminal
terminal-open = @{ $bot } is running: { $link }
terminal-missing = Not set, and it works without:
terminal-no-chat = TELEGRAM_CHAT_ID: announcements wait until there is a chat. Add the bot to one, and it tells the id.
terminal-no-organizers = ORGANIZER_IDS: anyone may create events, and none can be paid by card or in Stars.
terminal-no-provider = PAYMENT_PROVIDER_TOKEN: no payments by card.
terminal-stop = To stop it, press Ctrl-C. Nothing gets lost.
terminal-stopping = Ending what was begun…

# --- npm run chat-id, in the terminal
chats-none = No chat is waiting. Add the bot to the group or channel (or write to it), send a message there, and run this again.
chats-failed =
    Telegram did not answer as hoped: { $reason }
    If the bot is running, stop it for a moment, or send /chatid in the chat instead.

# --- npm run backup, restore and move, in the terminal
backup-usage =
    How to write it: npm run backup -- [--to=FOLDER] [--keep=NUMBER] [--to-owner]
    --to: where to; --keep: how many stay, instead of one a day for a week and one a week for five; --to-owner: send it to the first of ORGANIZER_IDS, sealed with a passphrase.
backup-made =
    Backup: { $path }
    { $size } MB, whole. In it: { $events ->
        [one] { $events } event
        *[other] { $events } events
    }, { $orders ->
        [one] { $orders } order
        *[other] { $orders } orders
    }, { $tickets ->
        [one] { $tickets } ticket
        *[other] { $tickets } tickets
    }.
backup-kept = { $kept ->
    [one] { $kept } backup
    *[other] { $kept } backups
    } kept, { $removed } old removed.
backup-sent = Sent to the owner, sealed: { $parts ->
    [one] { $parts } file
    *[other] { $parts } files
    }.
backup-sent-caption =
    Levem’s backup{ $parts ->
        [one] { "" }
        *[other] , part { $part } of { $parts }
    }. It is sealed: only the passphrase opens it.

    To restore: save { $parts ->
        [one] it
        *[other] all parts in one folder
    } and run
    npm run restore -- { $file }
backup-no-owner = Nobody to send it to: put your Telegram id first into ORGANIZER_IDS (/chatid tells it), and write to the bot once.
backup-no-passphrase = A passphrase is needed: set BACKUP_PASSPHRASE, or run this in a terminal to be asked.
backup-ask-passphrase = Passphrase (it is not shown):
backup-short-passphrase = Shorter than 12 characters would be found by trying. Choose a longer one.
restore-usage = How to write it: npm run restore -- FILE (a backup; of one that came in parts the file ….001)
restore-no-file = There is no file { $path }.
restore-cannot-unseal = The passphrase does not fit, or the file is damaged. Nothing was changed.
restore-done =
    Restored from the backup of { $at }: { $events ->
        [one] { $events } event
        *[other] { $events } events
    }, { $orders ->
        [one] { $orders } order
        *[other] { $orders } orders
    }, { $tickets ->
        [one] { $tickets } ticket
        *[other] { $tickets } tickets
    }.
restore-kept = What was there before is kept: { $path }
restore-stars = Telegram Stars: the bot finds what was paid since by itself after its start; what belongs to no order goes back.
restore-provider =
    Cards: compare your provider’s list from { $since } to { $until } with the bot’s orders. What the bot does not know has to be refunded there, or sold anew.
restore-order = May have been paid since: order { $order }, { $buyer }, { $amount }. Its organizer is asked.
restore-next = Now start the bot: npm start
move-usage = How to write it: npm run move -- postgres://user:password@host:5432/name (or sqlite:///file.db). Everything from DATABASE_URL goes there.
move-same = DATABASE_URL is that database already. Nothing was changed.
move-table = { $table }: { $rows ->
    [one] { $rows } row
    *[other] { $rows } rows
    }, the same on both sides
move-done =
    Moved from { $source } to { $target }.
    Now set DATABASE_URL to the new address and start the bot. The old database is as it was: keep it until you are sure, and start no bot on it.
copy-fault-noDatabase = There is no database at { $path }. Nothing was changed.
copy-fault-noProgram = { $program } is not installed. It comes with PostgreSQL’s client (Debian: apt-get install postgresql-client).
copy-fault-programFailed =
    { $program } could not do it. Nothing was changed. It says:
    { $detail }
copy-fault-damaged =
    The copy is damaged. Nothing was changed. Found:
    { $detail }
copy-fault-notABackup = This file is no backup of Levem. Nothing was changed.
copy-fault-otherKind = This is a backup of the other kind of database. Restore it where DATABASE_URL is of its kind, then: npm run move. Nothing was changed.
copy-fault-noTables = Levem’s tables are not in it. Nothing was changed.
copy-fault-tooNew = It is of a newer version of Levem (it has { $migration }). Install that version first. Nothing was changed.
copy-fault-living = A bot is running on this database. Stop it first. Nothing was changed.
copy-fault-notEmpty = The new database is not empty (see its table { $table }). Take an empty one. Nothing was changed.
copy-fault-different = The table { $table } did not arrive as it was. The new database was left empty, the old one is unchanged.
copy-failed = That did not work: { $reason }

# --- npm run selftest, in the terminal
selftest-head = Levem self-test
selftest-token = Token: bot @{ $bot }
selftest-token-advice = Telegram refuses the token or does not answer. Check TELEGRAM_BOT_TOKEN (from @BotFather) and the connection to { $root }.
selftest-chat = Chat: { $chat }
selftest-chat-advice = The chat was not found. Add the bot to it, and put the id that /chatid tells into TELEGRAM_CHAT_ID.
selftest-rights = The bot may write to the chat
selftest-rights-advice = The bot may not write to this chat. Let it send messages (in a channel, make it an administrator).
selftest-no-chat = No chat is set (TELEGRAM_CHAT_ID). The bot works without one, and announcements wait.
selftest-database = Database: { $database }
selftest-database-advice = The database is out of reach. Check DATABASE_URL. If the bot is running on the same SQLite file, stop it for the test.
selftest-organizer = Test organizer and test buyer created
selftest-organizer-advice = The database takes no writes. Check disk space and permissions.
selftest-event = Event created, announcement delivered
selftest-event-alone = Event created
selftest-event-advice = The event's announcement was not delivered: see the reason above.
selftest-ticket = Ticket issued, announcement delivered
selftest-ticket-alone = Ticket issued
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
ticket-picture-online = Online: how to get in comes in the chat

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
    } No. { $numbers } · <b>{ $title }</b>, { $when }
tickets-list-button = { $mark ->
    [cancelled] 🚫
    [used] ✔️
    [ended] 🏁
    [offered] 🎁
    *[valid] 🎟
    } No. { $numbers } · { $when } · { $title }
tickets-of-order =
    🎟 <b>{ $title }</b>
    📅 { $when }
    📍 { $venue }
    🧾 Order no. { $order }: { $count ->
        [one] { $count } ticket
        *[other] { $count } tickets
    }

    Which one shall we open?
ticket-button = { $mark ->
    [cancelled] 🚫
    [used] ✔️
    [ended] 🏁
    [offered] 🎁
    *[valid] 🎟
    } Ticket no. { $number }
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
    }. { $isOnline ->
        [yes] { $quantity ->
            [one] Ticket code:
            *[other] Ticket codes:
        }
        *[no] { $quantity ->
            [one] Show the code at the door:
            *[other] Show the codes at the door:
        }
    }
ticket-access-now = 🔑 Online access comes in a message of its own.
ticket-access-later = 🔑 Online access comes here on { $at }.
access =
    🔑 <b>{ $isChange ->
        [yes] Online access has changed
        *[no] Online access
    }: { $title }</b>
    📅 { $when }
access-keep = <i>For ticket holders only: please keep it to yourself.</i>
access-later = The access is shown on { $at }. It comes to this chat by itself.
tickets-line = No. { $number } · <code>{ $code }</code>
tickets-line-link = No. { $number } · <code>{ $code }</code> · { $link }
tickets-pictures-follow = { $quantity ->
        [one] 🖼 The picture follows in a moment. The code works without it.
        *[other] 🖼 The pictures follow in a moment. The codes work without them.
    }
tickets-pictures = { $quantity ->
        [one] 🖼 The picture of your ticket
        *[other] 🖼 The pictures of your tickets
    } for <b>{ $title }</b> · order no. { $order }
tickets-cancelled = 🚫 The event is cancelled; this ticket is no longer valid.
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
ticket-code = { $isOnline ->
    [yes] Ticket code:
    *[no] Code for the door:
    } <code>{ $code }</code>
ticket-used = ✔️ Let in at { $at }.
ticket-refunded = ↩️ The organizer has refunded this ticket; it is not valid any more.
ticket-returned = ↩️ You have given this ticket back.
ticket-offered = 🎁 A link that gives this ticket away is open. The ticket is yours until somebody accepts it.
ticket-order-number = No. { $order }
ticket-due = pay at the door: { $total }
picture-coming = The picture is on its way.
calendar-sent = 📅 Open the file, and the event is in your calendar.
button-access = 🔑 Online access
button-access-of = 🔑 Online: { $name }
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

    Send it to whoever is to get the ticket. It works once, until { $until }. Until somebody accepts, the ticket stays yours; then your picture and code are no longer valid.
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
gift-over =
    🎁 This link gave somebody a ticket to “<b>{ $title }</b>”.

    { $isCancelled ->
        [yes] The event is cancelled, so there is nothing to accept any more. We are sorry.
        *[no] The event is over, so there is nothing to accept any more.
    }
gift-yours = This ticket to “<b>{ $title }</b>” is yours already.
gift-accepted = ✅ The ticket is yours. It comes in the next message.
gift-declined = All right. The ticket stays where it is.
gift-withdrawn = ✖️ The link no longer works. The ticket is yours.
button-gift-accept = ✅ Accept
button-gift-decline = No, thank you
button-send-link = 📣 Send the link
news-ticketGiven =
    🎁 <b>{ $to }</b> has accepted your ticket no. { $number } to “<b>{ $title }</b>”.

    The picture in your chat is no longer valid: its code has been given away.
news-ticketReceived = 🎁 <b>{ $from }</b> gave you a ticket. Its code is new and works for you only.
news-staffJoined = 🤝 <b>{ $name }</b> now helps at the door of “<b>{ $title }</b>”.
news-lostLetIn = ❔ { $by } let somebody in to “<b>{ $title }</b>” with a ticket that is unknown since the restore. So far: { $count }.
news-staffRemoved = You no longer help at the door of “<b>{ $title }</b>”. Thank you for your help!

# --- giving back
card-give-back = ↩️ Tickets can be given back until { $until }.
give-back-ask =
    Give ticket no. { $number } to “<b>{ $title }</b>” back?

    Its seat is free again at once, and its code stops working. { $money }
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

# --- refusals about money
refusal-amountChanged = The amount of this order has changed. Open it again and pay the new one: /orders
refusal-amountNotTaken = This amount cannot be paid that way. Please choose another way to pay.
refusal-beingPaid = Your payment for this order may still arrive, so it stays as it is for { $minutes ->
    [one] a minute
    *[other] { $minutes } minutes
    }. If it did not go through, pay the invoice again.
refusal-holdOver = The time to pay is over, and the seats are free again. Please choose your tickets anew: /buy
refusal-nameTooLong = That is { $length } characters; { $max } fit. Please shorten the name.
refusal-totalTooSmall = So small an order cannot be paid here: it takes { $limit } { $currency } or more. Take more tickets, or ask the organizer.
refusal-totalTooLarge = So large an order cannot be paid here: it takes { $limit } { $currency } at most. Take fewer tickets, or ask the organizer.
refusal-promoCodeTooMuch = With this code too little would be left to be paid by card. Go on without it, or ask the organizer.
refusal-noWayToPay = These tickets cannot be paid for yet. Please ask the organizer or try again later.
refusal-orderForeign = This order belongs to somebody else. You can get tickets of your own: /buy
refusal-orderNotFound = There is no such order. Yours are here: /orders
refusal-orderNotOpen = This order is closed.
refusal-orderPaid = You already have the tickets for this order: /mytickets
refusal-perPersonLimit = { $max ->
    [one] Each person can have { $max } ticket of this kind.
    *[other] Each person can have up to { $max } tickets of this kind.
    }
refusal-promoCodeForm = A code has 2 to { $max } characters: Latin or Cyrillic letters, digits and hyphens. Please write it that way.
refusal-promoCodeForOthers = This code is for other tickets.
refusal-promoCodeNotYet = This code does not work yet. Please try it later.
refusal-promoCodeOver = This code is no longer valid.
refusal-promoCodeTaken = This event has that code already. Please choose another.
refusal-promoCodeUnknown = There is no such code for this event. Please check how it is written.
refusal-promoCodeUsedByYou = You have used this code before.
refusal-promoCodeUsedUp = This code has been used up.
refusal-proofLookedAt = The organizer is checking your transfer for this order, so it stays as it is until they answer.
refusal-proofNeeded = This needs the receipt: a screenshot, a photo or a PDF, please.
refusal-proofKind = The organizer could not open this kind of file. A screenshot, a photo or a PDF will do.
refusal-proofTooLarge = This file is too large: up to { $max } MB fit. A screenshot will do as well.
refusal-proofNewer = Another receipt has come meanwhile. Here it is:
refusal-rejectionOld = That was too long ago to be taken back. If the money is there now, please ask the buyer to send the receipt once more from their order.
refusal-proofsEnough = The organizer has enough receipts for this transfer and is checking it. There is nothing more for you to do.
refusal-refundDone = This money has been given back already.
refusal-refundNotFound = There is nothing to give back here.
refusal-starsAreWhole = Stars go back only for a whole order, so a single ticket of it cannot be given back here. Please ask the organizer.
refusal-starsNotYours = Stars come to the bot's owner, so only organizers they have named can use them. Please choose another currency, or ask the owner to add you.
refusal-tooManyTypes = An event can have up to { $max } ticket types.
refusal-typeHasOrders = This ticket type has orders or is the only one, so it has to stay.
refusal-typeNoLongerOnSale = These tickets are no longer on sale.
refusal-typeNotYetOnSale = These tickets are not on sale yet.
refusal-wayClosed = This way to pay is not available here. Please choose another.

# --- invoices, checkout, payments
invoice-item = { $name } × { $quantity }
invoice-tickets = { $quantity ->
    [one] { $quantity } ticket
    *[other] { $quantity } tickets
    }
invoice-description =
    { $item }
    { $when }
    { $venue }
checkout-later = We cannot check this order right now. Nothing has been charged; please press Pay again in a minute.
paid-done = ✅ Paid: { $total }. { $quantity ->
    [one] Your ticket to “<b>{ $title }</b>” comes in the next message.
    *[other] Your tickets to “<b>{ $title }</b>” come in the next message.
    }
paid-for-other = ✅ Paid: { $total }. { $quantity ->
    [one] The ticket to “<b>{ $title }</b>” goes to <b>{ $buyer }</b>, who ordered it.
    *[other] The tickets to “<b>{ $title }</b>” go to <b>{ $buyer }</b>, who ordered them.
    }

# --- what an event sells: ticket types, ways to pay, promo codes
ask-firstName = <b>And what is the first ticket type called?</b> The one for { $firstPrice }. For example: Adult, Stalls, Early bird. Up to { $nameMax } characters.
ask-typeName = <b>What is the new ticket type called?</b> For example: Child, Balcony, VIP. Up to { $nameMax } characters.
ask-typePrice =
    <b>What does “{ $name }” cost?</b> { $currency ->
        [XTR] A number of Stars ⭐; 0 means free.
        *[other] A number in { $money }, such as { $example }; 0 means free.
    }
ask-typeCapacity = <b>How many tickets “{ $name }” are there?</b>
form-type = ✏️ <b>What is to change about “{ $name }”?</b>
field-typeName = Name
field-typePrice = Price
field-typeCapacity = Number
button-another-type = ➕ Another ticket type
button-remove-type = 🗑 Remove this type
button-types = 🎟 Ticket types
button-ways = 💳 Ways to pay
button-codes = 🏷 Promo codes
button-total-seats = 🔢 Seats in all
button-no-limit = No limit
button-transfer-details = ✏️ Where to transfer
button-new-code = ➕ New promo code
button-code-off = ⏸ Switch off
button-code-on = ▶️ Switch on
setting-saved = ✔️ Saved.
types-head = 🎟 <b>{ $title }</b> — ticket types
types-line = <b>{ $name }</b> · { $price }: { $sold } sold{ $held ->
        [0] { "" }
        *[other] , { $held } being paid
    }, { $left } left{ $isForLine ->
        [yes] , for the waiting list only
        *[no] { "" }
    }{ $sale ->
        [before] { " " }(not on sale yet)
        [after] { " " }(no longer on sale)
        *[open] { "" }
    }
types-total = 🔢 Over all types { $total ->
        [one] { $total } seat is sold at most.
        *[other] { $total } seats are sold at most.
    }
types-no-total = 🔢 { $total ->
        [one] { $total } seat
        *[other] { $total } seats
    } in all; no limit besides.
types-ask-total = <b>How many seats does “{ $title }” have in all?</b> All ticket types together never sell more than that.
type-screen =
    🎟 <b>{ $name }</b>{ $sale ->
        [before] { " " }(not on sale yet)
        [after] { " " }(no longer on sale)
        *[open] { "" }
    } — { $title }

    💰 Price: { $price }
    🔢 Tickets: { $capacity } — { $sold } sold{ $held ->
        [0] { "" }
        *[other] , { $held } being paid
    }, { $left } left
    🗓 On sale from: { $from }
    🏁 On sale until: { $until }
    👤 At most per person: { $perPerson ->
        [0] no limit
        *[other] { $perPerson }
    }
type-from-now = at once
type-until-end = the end of the event
type-field-name = ✏️ Name
type-field-price = 💰 Price
type-field-capacity = 🔢 Number
type-field-saleFrom = 🗓 Sale from
type-field-saleUntil = 🏁 Sale until
type-field-perPerson = 👤 Per person
type-ask-name = <b>What should “{ $name }” be called?</b> Up to { $max } characters.
type-ask-price =
    <b>What should “{ $name }” cost?</b> { $currency ->
        [XTR] A number of Stars ⭐; 0 means free.
        *[other] A number in { $money }; 0 means free.
    } Now it costs { $price }; orders that are there keep their price.
type-ask-capacity = <b>How many tickets “{ $name }” are there?</b> { $taken ->
        [0] None is taken yet.
        [one] { $taken } is taken already.
        *[other] { $taken } are taken already.
    }
type-ask-saleFrom = <b>From when is “{ $name }” on sale?</b> For example <code>1.12.2026 10:00</code> or “tomorrow”. Time zone: { $zone }.
type-ask-saleUntil = <b>Until when is “{ $name }” on sale?</b> For example <code>20.12.2026</code> or “next Friday 7pm”. Time zone: { $zone }.
type-ask-perPerson = <b>How many tickets “{ $name }” may one person have?</b>
type-remove-ask = Remove “<b>{ $name }</b>” from “{ $title }”? Nobody has ordered it.
type-removed = 🗑 The ticket type is removed.
type-added = ✔️ “<b>{ $name }</b>” is added.
preview-ways = 💳 Guests pay { $ways }. More ways to pay: right after publishing.
manage-ways = 💳 To pay: { $ways }
way-in-words = { $way ->
    [provider] by card
    [stars] in Stars
    [transfer] by transfer
    *[atDoor] at the door
    }
manage-cancel-orders = 💸 { $orders ->
        [one] Money goes back for { $orders } paid order.
        *[other] Money goes back for { $orders } paid orders.
    }
manage-cancel-stars = ⭐ { $sum }: they go back by themselves.
manage-cancel-tasks = 🤝 { $sum }: you give it back yourself. What to do for each order is then under “Money”.
manage-cancel-door = 🚪 { $sum } taken at the door: you give it back yourself, too.
way-provider = 💳 By card
way-stars = ⭐ In Stars
way-transfer = 🏦 By transfer
way-atDoor = 🚪 At the door
ways-head = 💳 <b>{ $title }</b> — how tickets can be paid
ways-none-open = ⚠️ <b>Nobody can buy now:</b> choose at least one way to pay.
ways-stars = ⭐ Prices are in Stars, so this event is paid in Stars, right in the chat.
ways-about-provider = 💳 <b>By card</b>: right in the chat; the tickets come at once.
ways-about-stars = ⭐ <b>In Stars</b>: right in the chat; the tickets come at once.
ways-about-transfer = 🏦 <b>By transfer</b>: to your card or account. The buyer sends the receipt; you look and confirm.
ways-about-atDoor = 🚪 <b>At the door</b>: the tickets come at once, and your staff takes the money.
ways-transfer-details =
    🏦 Buyers see:
    { $details }
ways-not-named = ℹ️ Cards and Stars come to the bot's owner and are only for organizers they have named. Ask the owner to add you.
ways-no-provider = ℹ️ For cards in the chat, connect a payment provider with @BotFather (Payments), and put its token into <code>PAYMENT_PROVIDER_TOKEN</code>.
ways-no-currency = ℹ️ Cards are not possible here: Telegram takes no invoices in { $money }.
ways-ask-transfer = <b>Where should buyers transfer the money?</b> The number of a card or a phone, the bank, and the name. They see it exactly so.
promo-list = 🏷 <b>{ $title }</b> — promo codes
promo-none =
    🏷 <b>{ $title }</b> — promo codes

    None yet. A code makes tickets cheaper for those who have it, by a percentage or an amount. A code for hidden tickets also opens them, even if it takes nothing off.
promo-line = { $isOn ->
        [yes] { "" }
        *[no] ⏸{ " " }
    }<code>{ $code }</code> · { $discount } · { $isAny ->
        [yes] used { $used ->
            [one] { $used } time
            *[other] { $used } times
        }
        *[no] used { $used } of { $limit }
    }
promo-button = { $isOn ->
        [yes] { "" }
        *[no] ⏸{ " " }
    }{ $code } · { $discount }
promo-any = no limit
promo-all-types = All ticket types
promo-made = 🏷 The code works now. Pass it on.
promo-screen =
    🏷 <code>{ $code }</code>: { $discount }{ $isOn ->
        [yes] { "" }
        *[no] { " " }(switched off)
    }
    🎪 { $title }

    🧾 Uses: { $used } { $isAny ->
        [yes] (no limit)
        *[no] of { $limit }
    }
    👤 Orders per person: { $perPerson }
    🗓 From: { $from }
    🏁 Until: { $until }
    🎟 { $types }

    🔗 { $hasLink ->
        [yes] { $link }
        *[no] A link cannot carry these letters: pass the code on as it is.
    }
promo-opens = 🙈 It opens hidden tickets: { $types }
promo-opens-none = 🙈 It opens no hidden tickets. If it should, choose them below.
button-opens-only = 🙈 Only opens hidden tickets
promo-field-discount = 🏷 Discount
promo-field-limit = 🧾 Limit
promo-field-perPerson = 👤 Per person
promo-field-startsAt = 🗓 From
promo-field-endsAt = 🏁 Until
promo-ask-code = <b>What is the code?</b> 2 to { $max } letters, digits and hyphens, such as <code>SPRING</code>. Small letters count as large ones.
promo-ask-discount = <b>What does { $code } take off a ticket?</b> A percentage, such as <code>20%</code>, or an amount in { $currency ->
        [XTR] Stars ⭐
        *[other] { $money }
    }, such as <code>{ $example }</code>.
promo-ask-limit = <b>How many times may { $code } be used?</b> An order is one use; where the code makes tickets free, each ticket is.
promo-ask-perPerson = <b>How many orders of one person may use { $code }?</b>
promo-ask-startsAt = <b>From when does { $code } work?</b> For example <code>1.12.2026 10:00</code> or “tomorrow”. Time zone: { $zone }.
promo-ask-endsAt = <b>Until when does { $code } work?</b> For example <code>20.12.2026</code> or “next Friday 7pm”. Time zone: { $zone }.
refusal-discountForm = That does not look like a discount. Write a percentage, such as 20%, or an amount.
refusal-discountTooHigh = That is more than the dearest ticket costs ({ $max }). Please give less.
refusal-lastWayStays = One way to pay has to stay. Choose another first.
refusal-percentOutOfRange = Please give a whole percentage from 1 to 100.
refusal-saleAfterEnd = By then the event is over. Please give a time before it ends.
refusal-typeGone = This ticket type is no longer there.
refusal-typeNameTaken = There is a ticket type “{ $name }” already. Please choose another name.
refusal-priceOtherCurrency = { $currency ->
        [XTR] Prices here are in Stars ⭐. Please give a number of Stars.
        *[other] Prices here are in { $currency }. Please give the amount in { $currency }.
    }

# --- giving a paid ticket back
give-back-money = { $way ->
    [free] The ticket was free: there is nothing to refund.
    [atDoor] You would have paid at the door: there is nothing to refund.
    [stars] { $who ->
        [you] { $amount } come back to you by themselves in a moment.
        *[buyer] { $amount } go back by themselves to whoever bought it.
    }
    *[other] { $who ->
        [you] The organizer gives { $amount } back to you.
        *[buyer] The organizer gives { $amount } back to whoever bought it.
    }
    }

# --- the organizer's money
button-money = 💰 Money
button-open-order = 🧾 Open the order
button-refunds-to-make = ↩️ Refunds to make ({ $count })
button-refund-orders = ↩️ Refund orders
button-waiting-transfers = 🏦 Transfers to check ({ $count })
button-refund-chosen = ↩️ Refund chosen ({ $count })
button-refund-all = ↩️ Refund all ({ $count })
button-money-is-there = ✅ Money is there
button-not-found = ✖️ Not found
button-really-not-found = ✖️ Yes, not found
button-with-line = ✍️ Not found, with a line
button-open-transfer = 🧾 See the transfer
button-undo-not-found = ↩️ Undo: check again
button-all-transfers = 🏦 All transfers
button-it-was-paid = ✅ It was paid
button-came-too-late = ✋ It came: I give it back
button-given-back = ✅ Given back
money-head = 💰 <b>{ $title }</b>
money-none = No money has come in yet.
money-way =
    <b>{ $way ->
        [provider] 💳 By card
        [stars] ⭐ In Stars
        [transfer] 🏦 By transfer
        *[atDoor] 🚪 At the door
    }:</b> { $gross } · { $payments ->
        [one] { $payments } payment
        *[other] { $payments } payments
    }
money-refunded = ↩️ refunded { $refunded } · left { $net }
money-refunded-due = ↩️ refunded { $refunded }, of which still to give back: { $due } · left { $net }
money-total = <b>Total:</b> came in { $gross } · refunded { $refunded } · <b>left { $net }</b>
refund-run-other = Earlier chosen orders are still being refunded. When that is done, please choose these again.
refund-run-working = ⏳ <b>Refunding orders: { $done } of { $of }</b>
refund-run-cancelled = 🚫 <b>The event is cancelled.</b> Going back: { $sum }.
refund-run-done = ✅ <b>{ $orders ->
        [one] Refund of { $orders } order
        *[other] Refund of { $orders } orders
    }:</b> { $sum }.
refund-run-stars = ⭐ Stars given back: { $done } of { $of }
refund-run-by-hand = ✋ For you to give back: { $count }
refund-run-failed = ⚠️ Stars that Telegram would not give back: { $count }. They are among the refunds to make.
refund-list =
    ↩️ <b>{ $title }</b>

    Choose the orders to refund. Only what was paid beforehand is here; what is paid at the door, you give back there.
refund-list-none = ↩️ There is nothing to refund for “{ $title }”.
refund-list-changed = The orders have changed meanwhile. Please look again.
refund-line = No. { $order } · { $buyer } · { $quantity } × { $price } · { $way ->
    [provider] card
    [stars] Stars
    *[transfer] transfer
    }
refund-button = { $mark } No. { $order } · { $amount } · { $buyer }
refund-ask =
    Refund { $count ->
        [one] { $count } order
        *[other] { $count } orders
    } for “<b>{ $title }</b>”: <b>{ $sum }</b>?
refund-ask-line = No. { $order } · { $buyer } · { $quantity ->
    [one] { $quantity } ticket
    *[other] { $quantity } tickets
    } · { $total }
refund-ask-more = … and { $count } more
refund-ask-way = { $way ->
    [stars] ⭐ { $sum } go back by themselves, in a moment.
    [provider] 💳 { $sum }: you give it back, at your payment provider. The list will be in Money.
    *[transfer] 🏦 { $sum }: you give it back, by transfer. The list will be in Money.
    }
refund-ask-tickets = 🎟 Unused tickets stop working at once, their seats are free again, and their holders are told. This cannot be undone.
refund-tasks =
    ↩️ <b>{ $title }: refunds to make</b>

    Give the money back where it came in, then press the button: whoever paid is told.
refund-tasks-none = ↩️ <b>{ $title }</b>: no refunds left to make. Well done!
refund-task = <b>{ $amount }</b> to <b>{ $person }</b> · order no. { $order }
refund-task-how = { $how ->
    [failed] ⚠️ Telegram would not give these Stars back. If the bot has too few of them, top it up and try again; otherwise please settle it with the buyer.
    [atDoor] 🚪 It was paid at the door: give it back in cash, or as you agree with them.
    [provider] 💳 Refund it at your payment provider.
    *[transfer] 🏦 Transfer it back to the account it came from.
    }
refund-task-charge = Payment: <code>{ $charge }</code>
refund-task-telegram = Telegram's number: <code>{ $telegram }</code>
refund-task-button = ✅ No. { $order } · { $amount } · { $person }
refund-retry-button = 🔁 No. { $order } · { $amount } · { $person }
refund-write-button = 💬 No. { $order } · write to buyer
refund-tried-again = 🔁 The Stars are being given back once more. If Telegram refuses again, you will hear of it.
button-try-again = 🔁 Try again
stars-lacking =
    ⚠️ The bot has { $has }, and { $needed } are to go back: buyers get back all they paid, an affiliate's part included. What Telegram refuses is then among your refunds to make, where you can try again.
refund-noted = Noted. Whoever paid is told.
refund-done = ✅ Given back: <b>{ $amount }</b> to <b>{ $person }</b>, order no. { $order }{ $about ->
    [event] { " " }for “{ $title }”
    *[none] { "" }
    }. They are told.
transfers-waiting =
    🏦 <b>{ $title }: transfers to check</b>

    These buyers say that their money is on its way. Open one to see the receipt and answer.
transfers-none = 🏦 <b>{ $title }</b>: no transfers to check.
transfer-line = No. { $order } · { $amount } · { $buyer }
transfer-rejected = ✖️ Not found: { $amount } from { $buyer }, order no. { $order } for “{ $title }”. The buyer is told and can send another receipt.
transfer-line-sent = 💬 With it goes your line: <blockquote>{ $line }</blockquote>
transfer-taken-up = ↩️ You are checking it again, and the buyer is told.
transfer-ask-not-found =
    🔎 <b>Really not found?</b> { $amount } from <b>{ $buyer }</b>, order no. { $order } for “{ $title }”.

    { $state ->
        [over] The order is cancelled. The buyer is told that no money came.
        [held] The buyer is told and can send another receipt. The seats are kept for them until { $until }.
        *[open] The buyer is told and can send another receipt. The seats are no longer kept.
    }
ask-rejectionLine =
    ✍️ <b>What shall { $buyer } read with “not found”?</b>

    For instance, what to look at: “Only half of it came.” Up to { $max } characters. It is sent at once.
transfer-confirmed = ✅ The money is there: <b>{ $amount }</b> from <b>{ $buyer }</b>, order no. { $order } for “{ $title }”. { $quantity ->
    [one] The ticket is on its way.
    *[other] The tickets are on their way.
    }
transfer-settled = Order no. { $order } for “{ $title }” ({ $buyer }, { $amount }) needs no answer any more.
transfer-too-late = ⚠️ { $lost ->
    [paid] Order no. { $order } for “{ $title }” is paid already, in another way.
    [event] “{ $title }” does not take place any more, and order no. { $order } gets no tickets.
    *[seats] The seats of order no. { $order } for “{ $title }” are gone.
    } If the money did come, press the button: <b>{ $amount }</b> for <b>{ $buyer }</b> becomes a refund for you to make, and they are told.
transfer-goes-back = ↩️ Order no. { $order } for “{ $title }” gets no tickets for this money: <b>{ $amount }</b> from <b>{ $buyer }</b> goes back. It is among your refunds to make, and they are told.
payment-found = ✅ Paid: <b>{ $amount }</b> from <b>{ $buyer }</b>, order no. { $order } for “{ $title }”. { $quantity ->
    [one] The ticket is on its way.
    *[other] The tickets are on their way.
    }
news-holdExpired = ⌛️ The time to pay for “<b>{ $title }</b>” is over. { $quantity ->
    [one] Your seat is free again. If you still want it, choose it once more.
    *[other] Your { $quantity } seats are free again. If you still want them, choose them once more.
    }
news-holdExpired-looking = ⌛️ The organizer of “<b>{ $title }</b>” has not answered about your transfer yet, and { $quantity ->
    [one] your seat is free again. When they find the money, you get a ticket if the seat is still free; if not, the money comes back.
    *[other] your { $quantity } seats are free again. When they find the money, you get tickets if the seats are still free; if not, the money comes back.
    }
news-heldEventCancelled =
    🚫 <b>Event cancelled:</b> { $title }
    📅 { $when }

    { $looking ->
        [yes] Your order is closed. If your transfer has gone through, the organizer gives it back.
        *[no] Your order is closed, and there is nothing to pay.
    } We are sorry.
news-proofWaits =
    🏦 <b>{ $buyer }</b> has transferred <b>{ $amount }</b>

    “{ $title }”, order no. { $order }, { $quantity ->
        [one] { $quantity } ticket
        *[other] { $quantity } tickets
    }. Please look at your account: is the money there?
proof-latest = 🧾 This is receipt no. { $count }; it takes the place of the earlier ones.
proof-words = 💬 The buyer writes: <blockquote>{ $words }</blockquote>
proof-own-words = 💬 With it goes what you wrote: <blockquote>{ $words }</blockquote>
proof-kept = ⏳ The seats are kept until { $until }.
proof-line = 💬 The organizer writes: <blockquote>{ $line }</blockquote>
news-proofWords = 🏦 <b>{ $buyer }</b>, the transfer of { $amount } for “{ $title }”, order no. { $order }.
news-proofRejected = 🔎 The organizer of “<b>{ $title }</b>” could not find the money for your order no. { $order }{ $state ->
    [over] { "" }, which is cancelled. If the transfer did go through, please write to the organizer.
    [held] { " " }yet. Please check whether the transfer went through, and send the receipt here once more. The order is held for you until { $until }.
    *[open] { " " }yet, and the time of the order is up. Please check whether the transfer went through. If it did, send the receipt again from the order: if the seats are still free, your tickets come.
    }
news-proofTakenUp = 🔎 The organizer of “<b>{ $title }</b>” is checking your transfer for order no. { $order } again. There is nothing you need to do.
news-paymentReturned =
    ↩️ <b>Your payment of { $amount } goes back.</b>

    { $why ->
        [paidTwice] The order for “{ $title }” was paid or closed already.
        [soldOut] The time to pay was over, and all seats for “{ $title }” were taken meanwhile. We are sorry.
        [eventCancelled] “{ $title }” is cancelled. We are sorry.
        [eventEnded] “{ $title }” is over.
        [otherAmount] The amount of the order for “{ $title }” had changed. You can pay the new one: /orders
        *[noOrder] It belongs to no order here.
    }
money-back = { $way ->
    [stars] { $amount } come back by themselves in a moment.
    *[other] The organizer gives { $amount } back by hand. You will hear from us when that is done.
    }
money-back-nobody = Please write to whoever sent you the invoice, and name this payment: <code>{ $charge }</code>
news-orderRefunded =
    ↩️ <b>You get { $amount } back for your order no. { $order }, “{ $title }”.</b>

    { $quantity ->
        [0] { "" }
        [one] Its ticket no longer works.{ " " }
        *[other] Its { $quantity } tickets no longer work.{ " " }
    }{ $how ->
        [stars] The Stars come back by themselves in a moment.
        *[byHand] The organizer gives the money back by hand. You will hear from us when that is done.
    }
news-ticketRefunded = ↩️ Ticket no. { $number } to “<b>{ $title }</b>” no longer works: the organizer has refunded the order to whoever paid.
news-refunded = ✅ <b>{ $amount } given back</b>{ $about ->
    [event] { " " }for “{ $title }”
    *[none] { "" }
    }.
news-refundDue =
    ↩️ <b>Money to give back</b>{ $about ->
        [event] { ": " }“{ $title }”
        *[none] { "" }
    }

    { $reason ->
        [surplus] This payment could not be honoured: its order was paid or closed already, or the seats were gone.
        [givenBack] A ticket was given back: its seat is free again, or somebody in line has taken it.
        *[organizer] The order is refunded.
    }
news-paymentToCheck =
    🔎 <b>Was this order paid?</b>

    The bot was away for a long time. “{ $title }”, order no. { $order }: { $buyer }, { $quantity ->
        [one] { $quantity } ticket
        *[other] { $quantity } tickets
    }, <b>{ $amount }</b>. Please look at your payment provider. If it was paid, press the button: the tickets go out.

# --- buyers: choosing, orders, promo codes, transfers, receipts
command-orders = My orders and receipts
cancel-question = All right, no answer needed. What would you like to do?
button-my-orders = 🧾 My orders
button-type = { $name } · { $price }
button-promo-code = 🏷 Promo code
button-drop-code = 🏷 Take the code off
button-no-code = ✖️ No promo code
button-take-free = ✅ Get for free
button-pay = { $way ->
    [provider] 💳 Pay { $total }
    [stars] ⭐ Pay { $total }
    [transfer] 🏦 Bank transfer
    *[atDoor] 🚪 Pay at the door
    }
button-other-ways = ‹ Other ways to pay
button-other-picture = 🧾 Another receipt
button-give-up = ✖️ Cancel order
button-choose-again = 🎟 Choose again
button-order-ticket = 🎟 Ticket
button-order-tickets = 🎟 Tickets
buy-type =
    <b>{ $title }</b>

    Which ticket?
buy-quantity-type =
    <b>{ $title }</b>
    🎟 { $type } · { $price }

    How many tickets? { $left } left.
order =
    <b>{ $title }</b>
    📅 { $when }
    📍 { $venue }

    🎟 { $what }
    💰 { $price }
order-what = { $hasType ->
    [yes] { $type } × { $quantity }
    *[no] { $quantity ->
        [one] { $quantity } ticket
        *[other] { $quantity } tickets
    }
    }
order-price = { $total }
order-discounted = <s>{ $full }</s> <b>{ $total }</b> · 🏷{ "\u00A0" }{ $code }
order-countdown = ⏳ Held for you for { $minutes } min. Order no. { $order }.
order-until = ⏳ Held for you until { $until }. Order no. { $order }.
order-choose = How would you like to pay?
order-transfer =
    🏦 <b>Transfer { $total } to:</b>
    { $details }

    Purpose of the payment: <code>Order { $order }</code>
    Then send the receipt here: a screenshot, a photo or a PDF. The organizer checks it, and { $quantity ->
        [one] the ticket is yours.
        *[other] the tickets are yours.
    }
order-transfer-line = <code>{ $line }</code>
order-looking = 🔎 The organizer is checking your transfer. Held for you until { $until }. Order no. { $order }.
order-waits = ☝️ This order is waiting to be paid.
order-below = ⤵️ Order no. { $order } is below.
order-paid = ✅ Order no. { $order } for “<b>{ $title }</b>” is paid.
order-refunded = ↩️ The money for order no. { $order } (“{ $title }”) is going back: the organizer refunded it.
order-given-up = ✖️ The order for “<b>{ $title }</b>” is cancelled.
order-expired = ⌛️ Time is up; the order for “<b>{ $title }</b>” is closed.
order-expired-looking = ⌛️ Time is up, but the organizer is still checking your transfer for “<b>{ $title }</b>”. Order no. { $order }.
discount-none = only opens tickets
discount-percent = −{ $percent }%
promo-ask = 🏷 <b>Write the promo code.</b>
promo-opened = 🏷 Promo code <b>{ $code }</b> opens other tickets: { $types }. Your order is held for you all the same. To take those instead, cancel it, then open the event.
promo-opened-too = 🙈 It also opens: { $types }. You see them on the event's card.
promo-taken = 🏷 Promo code { $code } is accepted.
promo-stopped = All right, no promo code.
promo-seats-stay = Your order is held for you all the same.
promo-link = 🏷 Promo code <b>{ $code }</b>: { $off } per ticket{ $hasTypes ->
    [yes] { " " }({ $types })
    *[no] { "" }
    }
promo-link-opens = 🏷 Promo code <b>{ $code }</b> opens tickets for you{ $hasTypes ->
    [yes] : { $types }
    *[no] .
    }
promo-link-notYet = 🏷 Promo code <b>{ $code }</b> is valid from { $from }.
promo-link-over = 🏷 Promo code <b>{ $code }</b> is no longer valid.
promo-link-unknown = 🏷 This event has no promo code “{ $code }”. The usual prices apply.
proof-taken = 🔎 Thank you! The organizer will check the transfer for order no. { $order }. It is held for you until { $until }. If that was the wrong receipt, just send another one.
proof-words-kept = 📝 The organizer will read this with the receipt. Now please send the receipt itself: a screenshot, a photo or a PDF.
proof-words-passed = 📨 Passed on to the organizer, with your receipt.
proof-ask-again = Send another receipt; the organizer sees it instead of the earlier one.
proof-taken-late = 🔎 Thank you! The time of order no. { $order } is up, but the organizer will check the transfer. { $quantity ->
    [one] If the seat is still free, your ticket comes;
    *[other] If the seats are still free, your tickets come;
    } if not, you get your money back.
orders-list = <b>🧾 My orders</b>
orders-none = No orders yet. Time to pick an event!
orders-line = { $status ->
    [held] ⏳
    [looking] 🔎
    [expired] ⌛️
    [givenUp] ✖️
    [eventCancelled] 🚫
    [refunded] ↩️
    *[paid] ✅
    } No. { $order } · { $title } · { $total }
orders-button = { $status ->
    [held] ⏳
    [looking] 🔎
    [expired] ⌛️
    [givenUp] ✖️
    [eventCancelled] 🚫
    [refunded] ↩️
    *[paid] ✅
    } No. { $order } · { $when } · { $title }
receipt =
    🧾 <b>Order no. { $order }</b> · { $at }

    🎪 <b>{ $title }</b>
    📅 { $when }
    📍 { $venue }
    🎟 { $what }
receipt-each = Price: { $quantity ->
    [1] { $full }
    *[other] { $each } × { $quantity } = { $full }
    }
receipt-discount = Promo code { $code }: −{ $off }
receipt-total = <b>Total: { $total }</b>
receipt-state = { $status ->
    [held] ⏳ Waiting to be paid until { $at }
    [looking] 🔎 The organizer is checking the transfer
    [expired] ⌛️ The time to pay ran out
    [givenUp] ✖️ Cancelled before it was paid
    [eventCancelled] 🚫 The event was cancelled
    [refunded] ↩️ The organizer refunded it
    [free] ✅ Free
    [guestList] 🎁 From the guest list
    [atDoor] 🚪 Pay at the door
    [provider] ✅ Paid online { $at }
    [stars] ✅ Paid in Telegram Stars { $at }
    *[transfer] ✅ Paid by transfer { $at }
    }
receipt-returned = ↩️ { $returned ->
    [one] { $returned } ticket given back
    *[other] { $returned } tickets given back
    }
receipt-refund = ↩️ Refund of { $amount }{ $state ->
    [done] { "" }: { $at }
    *[due] { "" }: on its way
    }

# --- copies and series
button-copy-event = 📑 Copy
button-copy-next-week = 🔁 Next week, same time
button-copy-same-time = 🔁 { $when }
button-copy-other-day = 📅 Another day
button-copy-repeat = 🗓 Several dates at once
button-copy-promoCodes = 🏷 { $count ->
        [one] With its promo code
        *[other] With its { $count } promo codes
    }
button-copy-staff = 🤝 { $count ->
        [one] With its helper
        *[other] With its { $count } helpers
    }
button-copy-count = Other
button-copy-every-day = Every day
button-copy-every-week = Every week
button-copy-every-twoWeeks = Every 2 weeks
button-copy-every-month = Every month
button-publish-copies = 🎉 { $count ->
        [one] Publish
        *[other] Publish { $count } events
    }
button-series = 🗓 Dates of the series
button-all-dates = 🗓 All dates
copy-when =
    📑 <b>{ $title }</b>
    { $when }

    When should it take place again? The next free date at the same time:
    <b>{ $next }</b>

    Or write another date: “next Friday 19:00”.
copy-other-day =
    📑 <b>{ $title }</b>

    On which day? Write the date, such as “25.12 19:00” or “next Friday”. Without a time it starts at the same time as before.
copy-preview = 👀 This is the copy. Nobody sees it yet.{ $poster ->
        [yes] { " " }The poster comes along.
        *[no] { "" }
    }
copy-taken = ⚠️ The series has this date already.
copy-repeat =
    🗓 <b>{ $title }</b> — several dates

    How many, and how often? These would come:
copy-date = 📅 { $when }
copy-date-taken = ⏭ { $when } — exists already
copy-count = How many dates should there be? Write a number from 1 to { $max }.
copies-published = 🎉 { $count ->
        [one] “<b>{ $title }</b>”: another date is published.
        *[other] “<b>{ $title }</b>”: { $count } more dates are published.
    }
    🔗 { $link }
manage-series = 🗓 Series: { $size ->
        [one] { $size } date
        *[other] { $size } dates
    }
series-button = { $state ->
        [draft] ⏸
        [cancelled] 🚫
        *[published] ▶️
    } { $when }
series-head =
    🗓 <b>{ $title }</b> — { $size ->
        [one] { $size } date
        *[other] { $size } dates
    } in the series{ $ahead ->
        [0] , all of them over.
        *[other] . Ahead:
    }
other-dates = { $count ->
        [0] 🗓 “<b>{ $title }</b>” has no other dates at the moment.
        *[other] 🗓 <b>{ $title }</b> — other dates:
    }
news-datesPublished =
    🎉 <b>{ $count ->
        [one] { $count } new date!
        *[other] { $count } new dates!
    }</b>

    📝 <b>{ $title }</b>
    📍 { $venue }
    👤 Organizer: { $organizer }
    💰 { $price }
news-staffBrought = 🤝 You help at the door of “<b>{ $title }</b>” { $count ->
        [one] on another date, too:
        *[other] on { $count } more dates, too:
    }
refusal-datesTaken = All of these dates exist in the series already. Please choose others.
# --- before the sale: unlisted events, openings, hidden ticket types
price-hidden = by link or promo code
card-types-hidden = 🙈 Tickets are only for those who have a link or a promo code.
card-opens = 🔔 On sale from { $from }
button-remind-opening = 🔔 Remind me when it opens
button-have-code = 🏷 I have a code
reminder-on = 🔔 You will hear from me when tickets go on sale.
reminder-off = All right, no reminder.
reminder-late = Tickets are on sale already.
news-saleOpened =
    🔔 <b>Tickets for “{ $title }” are on sale!</b>

    📅 { $when }
    🎟 { $left ->
        [0] They are all taken already. Some may come back: look in later.
        [one] { $left } ticket left
        *[other] { $left } tickets left
    }
button-listing = 👁 Who sees it
button-sale-start = 🛒 On sale from
settings-listing = { $isUnlisted ->
    [yes] 🙈 Unlisted: only who has the link sees it
    *[no] 👁 Listed: everybody finds it in “What's on”
    }
settings-sale-start = 🛒 On sale: { $when ->
    [later] from { $from }
    *[now] at once
    }
listing =
    👁 <b>{ $title }</b>

    <b>Listed</b>: everybody finds it in “What's on”, and the chat for announcements hears of it.

    <b>Unlisted</b>: only who has the link sees it. It stands in no list and is announced nowhere. Whoever has a ticket keeps it.
listing-listed = 👁 Listed
listing-unlisted = 🙈 Unlisted
listing-saved = { $isUnlisted ->
    [yes] Only who has the link sees it now.
    *[no] Everybody finds it now.
    }
preview-unlisted = 🙈 Unlisted: only who has the link will see it.
published-unlisted = 🙈 It is unlisted: only who has this link sees it, and it is announced nowhere.
sale-start =
    🛒 <b>{ $title }</b>

    { $when ->
        [later] Tickets go on sale on { $from }. Until then the card says when, and guests can ask to be told.
        *[now] Tickets are on sale as soon as the event is published. If you set a time, the card says when, and guests can ask to be told.
    }
sale-start-ask = <b>From when on should tickets be on sale?</b> For example <code>1.12.2026 10:00</code> or “tomorrow 10:00”. Time zone: { $zone }.
button-sale-now = ▶️ From now on
button-hide-type = 🙈 Hide
button-show-type = 👁 Show to everybody
button-renew-link = 🔄 New link
type-hidden =
    🙈 <b>Hidden.</b> Only who comes by this link sees these tickets, or has a promo code that is for this type:
    { $link }
type-now-hidden = 🙈 Hidden: guests do not see these tickets any more.
type-now-shown = 👁 Everybody sees these tickets now.
type-link-renewed = 🔄 Here is a new link. The one before opens nothing any more; whoever came by it still sees these tickets.
refusal-typesHidden = Tickets are only for those who have a link or a promo code.
# --- afterwards
rating-ask =
    ⭐ <b>How was it?</b>

    You were at “<b>{ $title }</b>”. The organizer sees the answers without names.
button-stars = { $stars } ⭐
button-no-rating = No, thanks
button-rating-back = 🗑 Take my answer back
rating-none = All right. Nothing is noted about “<b>{ $title }</b>”.
rating-thanks = ⭐ <b>Thank you!</b> You gave “<b>{ $title }</b>” { $stars ->
        [one] { $stars } star
        *[other] { $stars } stars
    } out of 5.
rating-anonymous = The organizer sees it without your name.
rating-words = <blockquote>{ $words }</blockquote>
rating-ask-words =
    ✍️ <b>What would you like to say about “{ $title }”?</b>

    Write it in one message, up to { $max } characters. The organizer reads it without your name.
button-add-words = ✍️ Add a few words
button-other-words = ✍️ Write other words
button-drop-words = 🗑 Without words
button-other-stars = ⭐ Other stars
refusal-notThere = Only those who were let in can say how it was.
refusal-ratingClosed = “{ $title }” cannot be rated now: answers are taken from its end until 90 days later.
refusal-ratingNeeded = Please choose the stars first.
refusal-wordsTooLong = That is { $length } characters; { $max } fit. Please shorten it a little.

button-report = 📊 Report
report-head =
    📊 <b>{ $title }</b>
    📅 { $when }
report-sold = 🎟 Sold: { $sold }
report-came = 🚪 Came: { $came } · did not come: { $noShows }
report-nobody-in = 🚪 Nobody was let in with the bot, so it is not known who came.
report-money = <b>💰 Money</b>
report-money-line = { $way ->
    [provider] By card
    [stars] In Stars
    [transfer] By transfer
    *[atDoor] At the door
    }: { $amount }
report-refunded = ↩️ Refunded: { $refunded } · left: { $net }
report-unrated = ⭐ { $isAsked ->
        [yes] Nobody has said yet how it was.
        *[no] At 12:00 those who were let in are asked how it was. Their answers will stand in this report.
    }
report-few-ratings = ⭐ { $answers ->
        [one] { $answers } answer so far
        *[other] { $answers } answers so far
    }. What they say is shown from 3 answers on, so that nobody is recognized.
report-rating = ⭐ <b>{ $average } of 5</b> · { $answers ->
        [one] { $answers } answer
        *[other] { $answers } answers
    }
report-stars = { $stars } — { $count }
followers = 🔔 Followers: { $count }
button-rating-words = 💬 What guests wrote
rating-words-head = 💬 <b>What guests wrote about “{ $title }”</b>, in no particular order
rating-words-none = 💬 There is nothing to read about “<b>{ $title }</b>” yet.
report-picture-heading = Report
report-picture-sold = Tickets sold
report-picture-came = Came
report-picture-noShows = Did not come
report-picture-way = { $way ->
    [provider] By card
    [stars] In Stars
    [transfer] By transfer
    *[atDoor] At the door
    }
report-picture-refunded = Refunded
report-picture-total = Total
report-picture-rating = Guests’ rating
report-picture-of-five = { $rating } of 5

# --- charts
button-charts = 📈 Charts
button-chart-sales = { $isChosen ->
    [yes] ✔️ Sales
    *[no] 📈 Sales
    }
button-chart-types = { $isChosen ->
    [yes] ✔️ Types
    *[no] 🎟 Types
    }
button-chart-arrivals = { $isChosen ->
    [yes] ✔️ Arrivals
    *[no] 🚪 Arrivals
    }
button-chart-money = { $isChosen ->
    [yes] ✔️ Income
    *[no] 💰 Income
    }
button-chart-look = { $to ->
    [dark] 🌙 Dark
    *[light] ☀️ Light
    }
chart-head = { $chart ->
    [sales] 📈 Sales
    [types] 🎟 Sales by ticket type
    [arrivals] 🚪 Arrivals
    *[money] 💰 Income
    }: <b>{ $title }</b>
chart-picture-heading = { $chart ->
    [sales] Sales
    [types] Sales by ticket type
    [arrivals] Arrivals
    *[money] Income
    }
chart-nothing-sold = Nothing has been sold yet.
chart-nobody-came = Nobody has been let in with the bot yet.
chart-no-money = No money has come in yet.
chart-sold = 🎟 Sold: <b>{ $sold }</b> of { $capacity } ({ $percent }%){ $returned ->
    [0] {""}
    *[other] {" "}· given back: { $returned }
    }
chart-latest = 🗓 Today: { $today } · yesterday: { $yesterday } · in 7 days: { $week }
chart-line = • { $when }: { $count }
chart-best = 🏆 { $length ->
    [day] Best day
    [week] Best week
    *[month] Best month
    }: { $when } — { $count }
chart-week-from = from { $day }
chart-previous = 🔁 The time before ({ $when }): { $soFar } as long before the start, { $total } in all
chart-type = • { $name }: <b>{ $sold }</b> of { $capacity } ({ $percent }%)
chart-of = { $sold } of { $capacity }
chart-untyped = Tickets
chart-came = 🚪 Came: <b>{ $came }</b> of { $admissions }
chart-busiest = 🏃 Most at once: { $when } — { $count }
chart-first-last = 🕰 From { $first } to { $last }
chart-other-money = ➕ In other currencies: { $money }
chart-panel-total = Sold in all: { $sold } of { $capacity }
chart-panel-by = { $length ->
    [day] By day
    [week] By week
    *[month] By month
    }
chart-panel-types = Sold of each type
chart-panel-arrivals = { $length ->
    [m15] By quarter of an hour
    [m30] By half-hour
    [h1] By hour
    [h2] By 2 hours
    [h4] By 4 hours
    [h12] By half a day
    [day] By day
    *[days] By several days
    }
chart-panel-money = { $length ->
    [day] By day
    [week] By week
    *[month] By month
    }, in { $currency }
chart-series-sold = Sold
chart-series-returned = Given back
chart-series-came = Came
chart-series-previous = The time before, { $when }
chart-series-capacity = All tickets

# --- following
command-following = Whose new events I hear of
button-follow = 🔔 Follow the organizer
button-following = ✔️ Following · stop
button-follow-again = 🔔 Follow again
button-stop-following = 🔕 Stop
button-stop-following-one = 🔕 { $name }
follow-done = 🔔 Done: you will hear of each new event of { $organizer }. To stop: /following
follow-already = 🔔 You follow { $organizer } already. To stop: /following
follow-stopped = 🔕 You will not hear of this organizer's new events any more.
following-list =
    🔔 <b>You follow</b>

    You hear of each of their new events once. Nobody sees whom you follow. To stop, press a name.
following-line = • { $name }
following-none = You follow nobody. “🔔 Follow the organizer” stands on each event's card: then you hear of each next event of theirs once.
news-followedEvent =
    🔔 <b>New from { $organizer }</b>

    <b>{ $title }</b>
    📅 { $when }
    📍 { $venue }
news-followed-dates =
    🗓 Other dates:
    { $dates }
refusal-followSelf = These are your own events: you know of them first.
# --- reminders
news-reminder =
    ⏰ <b>{ $day ->
        [today] Today
        [tomorrow] Tomorrow
        *[later] Soon
    }: { $title }</b>
    📅 { $when }
    📍 { $venue }
reminder-due = 💰 To pay at the door: { $total }
reminder-codes = { $quantity ->
        [one] Your ticket:
        *[other] Your tickets ({ $quantity }):
    }
cannot-come =
    🙁 <b>{ $title }</b> — you cannot come?

    { $quantity ->
        [one] { $mayGiveBack ->
            [yes] Give the ticket back, so that somebody else can have the seat, or give it to somebody you know.
            *[no] The ticket cannot be given back, but you can give it to somebody you know.
        }
        *[other] Choose a ticket: { $mayGiveBack ->
            [yes] you can give it back or give it to somebody you know.
            *[no] it cannot be given back, but you can give it to somebody you know.
        }
    }
reminders-muted = You will hear no more reminders of this event. “Remind me again” turns them on.
reminders-again = You will be reminded again.
ticket-outdated = It has changed once more since. Please look at the latest news below.
ticket-kept-so-far = ✅ You said that you are coming.
ticket-kept = Good, see you there!
settings-reminders = 🔔 Reminders to guests: { $on ->
        [yes] the day before and two hours before
        *[no] none
    }
reminders-setting =
    🔔 <b>{ $title }</b> — remind guests?

    They hear of it the day before and two hours before the start, with the place and their ticket. At night nobody is disturbed.
reminders-saved = Saved.
button-reminders = 🔔 Reminders
button-reminders-on = 🔔 Remind guests
button-reminders-off = 🔕 No reminders
button-reminders-again = 🔔 Remind me again
button-no-reminders = 🔕 No reminders
button-cannot-come = 🙁 I cannot come
button-keep = ✅ I'm coming
button-give-reason = ✍️ Give a reason
button-cancel-now = ✖️ Cancel the event
ask-cancelReason =
    ✍️ Why is “<b>{ $title }</b>” cancelled?

    Your guests, your staff and the notification chat read it. Up to { $max } characters.
cancel-preview =
    👀 This is what guests will read. Another message takes the place of the reason.
    ———
cancel-reason-gone = That reason is no longer open. Please give it again.

# --- how an event sells, for its organizer
settings-hearing = 📬 News of sales: { $choice ->
    [day] once a day
    [never] none
    *[each] each sale
    }
hearing =
    📬 <b>{ $title }</b> — how often do you want to hear how it sells?

    <b>Each sale</b> comes as it happens; when many buy at once, you hear of them together. <b>Once a day</b> means at 20:00 by the event's clock; on a day without anything new you hear nothing.

    Tickets that were given back and holds that nobody paid for are told along. When only a tenth of the tickets is left, and when they are sold out, you hear of it whatever you choose.

    Your next events begin with the same choice.
hearing-saved = Saved.
button-hearing = 📬 News of sales
button-hearing-each = 🔔 Each sale
button-hearing-day = 🌆 Once a day
button-hearing-never = 🔕 Nothing
button-how-often = 📬 How often
button-more-tickets = ➕ More tickets
heard-head = { $about ->
    [day] 🌆 <b>How the day went</b>
    [sold] 🎟️ <b>{ $tickets ->
        [one] { $tickets } ticket bought
        *[other] { $tickets } tickets bought
    }</b>
    *[other] 📬 <b>News of your event</b>
    }
heard-title = 🎪 { $title }
heard-order = 👤 { $buyer } · { $hasType ->
        [yes] { $quantity }{ "\u00A0" }×{ "\u00A0" }{ $type }
        *[no] { $quantity ->
            [one] { $quantity } ticket
            *[other] { $quantity } tickets
        }
    } · { $way ->
        [free] free
        [provider] { $total }, paid by card
        [stars] { $total }, paid in Stars
        [transfer] { $total }, paid by transfer
        *[atDoor] { $total }, to pay at the door
    } · no.{ "\u00A0" }{ $order }
heard-sum = 🧾 { $orders ->
        [one] { $orders } order
        *[other] { $orders } orders
    }, { $tickets ->
        [one] { $tickets } ticket
        *[other] { $tickets } tickets
    }{ $hasMoney ->
        [yes] , { $money }
        *[no] { "" }
    }
heard-given-back = ↩️ Given back: { $tickets ->
        [one] { $tickets } ticket
        *[other] { $tickets } tickets
    }
heard-unpaid = ⌛️ Not paid in time: { $orders ->
        [one] { $orders } order
        *[other] { $orders } orders
    }; { $seats ->
        [one] { $seats } seat is free again
        *[other] { $seats } seats are free again
    }
heard-left = { $stock ->
    [low] ⚠️ Only { $left } of { $capacity } left
    [soldOut] 🔥 <b>Sold out</b> — { $capacity } of { $capacity }
    *[plenty] 📦 Left: { $left }
    }

# --- guests and organizers talk
button-ask-organizer = 💬 Ask the organizer
button-ask-more = 💬 Ask something more
button-ask-nothing = ✖️ Never mind
button-show-name = 👤 Show my name
button-hide-name = 🕶 Hide my name
button-answer = ↩️ Answer
button-no-answer = ✔️ Needs no answer
button-block-guest = 🚫 Block this guest
button-write-buyer = 💬 Write to the buyer
button-questions = 💬 Questions ({ $count })
button-all-questions = 💬 All questions
button-tick-similar = ☑️ Tick similar ones ({ $count })
button-answer-ticked = ↩️ Answer ticked ({ $count })
button-answer-all = ↩️ Answer all ({ $count })
button-blocked-guests = 🚫 Blocked ({ $count })
button-unblock = ✅ Unblock guest { $count }
button-contact = 📇 Contact
button-remove-contact = 💬 Ask through the bot again
thread-guest = { $isNamed ->
    [yes] { $name } (guest { $number })
    *[no] Guest { $number }
    }
thread-guest-number = Guest { $number }
thread-ask =
    💬 Write to the organizer of “<b>{ $title }</b>” in one message, a picture or a file may go with it.

    { $isNamed ->
        [yes] The organizer sees your orders and your name, { $guest }.
        *[no] Your name is not shown. If you have ordered tickets for this event, the organizer sees what you ordered.
    } The answer comes here.
thread-contact = 📇 The organizer of “<b>{ $title }</b>” answers here:
thread-asked = ✅ Sent to the organizer of “<b>{ $title }</b>”. The answer comes here.
thread-named = Done: the organizer sees your name.
thread-unnamed = Done: from now on the organizer does not see your name.
thread-nothing-sent = Nothing was sent.
thread-question = 💬 <b>{ $guest }</b> writes about “<b>{ $title }</b>”
thread-order = 🎟 { $hasType ->
        [yes] { $quantity } × { $type }
        *[no] { $quantity ->
            [one] { $quantity } ticket
            *[other] { $quantity } tickets
        }
    }, { $state ->
        [held] not paid yet
        [review] a transfer to check
        [refunded] refunded
        [cancelled] cancelled
        [free] free
        [guestList] on the guest list
        [atDoor] pays at the door
        *[paid] paid
    }{ $isNamed ->
        [yes] , order no. { $order }
        *[no] {""}
    }
thread-no-orders = 🎟 No orders yet
thread-more-orders = 🎟 … and more
thread-media-follows = ⤵️ A round video follows.
thread-answer = 💬 The organizer of “<b>{ $title }</b>” writes to you
thread-ask-answer =
    ↩️ { $guest }, “<b>{ $title }</b>”: write your answer in one message, a picture or a file may go with it.

    It comes from “the organizer”; your name and account are not shown.
thread-ask-write =
    💬 { $buyer }, order no. { $order } for “<b>{ $title }</b>”: write to them in one message, a picture or a file may go with it.

    It comes from “the organizer”; your name and account are not shown. The answer comes here.
thread-written = ✅ Sent to { $buyer } · “<b>{ $title }</b>”
thread-answered = ✅ Sent to { $guest } · “<b>{ $title }</b>”
thread-closed = Done: it is off the list.
thread-ask-block =
    🚫 Block { $guest } for “<b>{ $title }</b>”?

    They keep their tickets, but cannot write to you about this event any more.
thread-blocked = 🚫 { $guest } cannot write to you about “<b>{ $title }</b>” any more.
thread-unblocked = ✅ { $guest } may write to you again.
thread-ask-together =
    ↩️ “<b>{ $title }</b>”: one answer for { $count ->
        [one] { $count } guest
        *[other] { $count } guests
    }. Write it in one message, a picture or a file may go with it. Each gets it on their own.
thread-answered-together = { $count ->
        [0] Nobody waits for an answer any more.
        [one] ✅ Sent to { $count } guest.
        *[other] ✅ Sent to { $count } guests.
    }{ $left ->
        [0] { "" }
        [one] { " " }{ $left } question is still open.
        *[other] { " " }{ $left } questions are still open.
    }
thread-edited = ✏️ The change was not carried on: what you sent is there as it was. Please write what is different in a new message.
thread-undelivered = ⚠️ { $to ->
        [guest] { $isLasting ->
            [yes] Your message to { $guest } (“{ $title }”) could not be delivered. Please write it differently, for example without the file.
            *[no] { $guest } (“{ $title }”) has stopped the bot, so your message could not be delivered. It goes out when they come back.
        }
        *[organizer] { $isLasting ->
            [yes] Your question about “{ $title }” could not be delivered. Please write it differently, for example without the file.
            *[no] The organizer of “{ $title }” cannot be reached at the moment. Your question goes out when they are back.
        }
    }
questions-head = 💬 <b>{ $title }</b> — { $count ->
        [0] no open questions
        [one] { $count } open question
        *[other] { $count } open questions
    }
questions-line = <b>{ $guest }</b>{ $hasTime ->
        [yes] { " " }· { $at }
        *[no] { "" }
    }
    { $hasWords ->
        [yes] { $words }
        *[no] 📎 Without words
    }
blocked-head = 🚫 They cannot write to you about “<b>{ $title }</b>”:
blocked-none = Nobody is blocked for “<b>{ $title }</b>”.
settings-contact = { $has ->
        [yes] 📇 Questions go to: { $contact }
        *[no] 📇 Questions come through the bot
    }
contact-setting =
    📇 <b>{ $title }</b> — where guests ask you

    { $has ->
        [yes] “Ask the organizer” opens { $contact }. To change it, send another link or @name.
        *[no] Their questions come here, through the bot, and your name and account are not shown. If you would rather be asked elsewhere, send a link or your @name: “Ask the organizer” will open it.
    }
refusal-contactForm = That is no link: send an @name or an address such as t.me/name or example.com. Buttons cannot open phone numbers and e-mail addresses.
refusal-contactLong = That is too long for a link here: up to { $max } characters.
refusal-notCarried = { $kind ->
        [sticker] Stickers are not carried to the other side. Please say it in words.
        [dice] Dice are not carried to the other side. Please say it in words.
        [contact] A contact would show a phone number, so it was not sent. If it is meant to be known, please type it.
        [location] A place on the map may show where you are, so it was not sent. Please write the address.
        [poll] Polls are not carried to the other side. Please ask in words.
        *[other] This cannot be carried to the other side. Please write it, or send a picture or a file.
    }
refusal-threadBlocked = The organizer takes no more messages from you about “{ $title }”.
refusal-threadClosed = “{ $title }” is over for more than a month, so messages about it are closed.
refusal-threadNotFound = This conversation is not kept any more.
refusal-threadRests = That was a lot in a short time. You can write again in { $minutes ->
    [one] { $minutes } minute
    *[other] { $minutes } minutes
    }.
refusal-threadSelf = That is your own event: guests' questions come to you.
refusal-threadWaits = The organizer has not answered yet. You can write again as soon as they do, or in { $hours ->
    [one] { $hours } hour
    *[other] { $hours } hours
    }.
# --- messages to guests
button-guest-write = ✍️ Write to guests
button-write-to-one = ✍️ Write to one of them
button-write-to = ✍️ No. { $order } · { $buyer }
button-guests-all = 👥 All guests
button-guests-notIn = 🚪 Who is not in yet
button-guests-owing = 💵 Who still owes
button-guests-in = ✅ Who was let in
button-guests-type = 🎟 { $name }
button-guest-scheduled = 🕒 { $when }
button-guest-send = ✅ Send
button-guest-send-now = ✅ Send now
button-guest-send-at = 🕒 Send at …
button-guest-other-time = 🕒 Another time
button-guest-stop = ⏹ Stop
button-guest-from = ✉️ From: { $title }
button-guest-repeated = 🔁 Repeated: { $title }
button-mute-organizer = 🔕 Mute this organizer
button-unmute-organizer = 🔔 Hear the organizer again
guest-whom = ✍️ <b>{ $title }</b> — whom do you want to write to?
guest-waiting = { $count ->
        [one] 🕒 One message waits for its time.
        *[other] 🕒 { $count } messages wait for their time.
    }
guest-ask = ✍️ <b>{ $title }</b> — send me the message. It is for { $count ->
        [one] one guest
        *[other] { $count } guests
    }.
guest-audience = { $audience ->
        [type] For: holders of “{ $name }”
        [notIn] For: guests who are not in yet
        [owing] For: guests who still owe
        [in] For: guests who were let in
        [one] For: { $name }
        *[all] For: all guests
    }
guest-ask-kinds = A text, a picture, an album, a video, a voice message, music or a file: guests get it as it is. You see it before anybody else does.
guest-preview = ⬆️ This is how { $count ->
        [one] one guest of <b>{ $title }</b> will see it.
        *[other] { $count } guests of <b>{ $title }</b> will see it.
    }
guest-preview-lost = Telegram does not let this message be copied. Send it in another way, please.
guest-scheduled = 🕒 It goes out { $when }, also if the event is moved. If the event is cancelled, it is not sent.
guest-when = When should it go out? For example: “in 2 hours” or “tomorrow 18:00”. By the event's clocks it is { $now } now.
guest-when-hour = 🕒 { $day } — at what time? For example: “18:00”.
guest-discarded = 🗑 Discarded: nobody gets it.
guest-from = ✉️ From the organizer of <b>{ $title }</b>
guest-progress = { $state ->
        [sending] ✉️ <b>{ $title }</b> — your message is going out.
        [stopped] ⏹ <b>{ $title }</b> — stopped.
        [lost] ⏹ <b>{ $title }</b> — stopped: the message that was copied is not in this chat any more.
        *[done] ✅ <b>{ $title }</b> — your message is out.
    }
guest-summary = { $state ->
        [stopped] ⏹ Your message to guests of <b>{ $title }</b> was stopped.
        [lost] ⏹ Your message to guests of <b>{ $title }</b> was deleted from this chat, so the others did not get it.
        [cancelled] ⏹ <b>{ $title }</b> was cancelled, so your message that was waiting did not go out.
        *[done] ✅ Your message to guests of <b>{ $title }</b> is out.
    }
guest-reached = Got it: { $reached } of { $size }
guest-unreachable = Could not be reached: { $count }
guest-muted = Muted your messages: { $count }
guest-gone = { $state ->
    [stopped] Did not get it: { $count }
    [lost] Did not get it: { $count }
    *[done] Were not meant any more: { $count }
    }
guest-unsure = Not known whether it arrived: { $count }
guest-failed = Refused by Telegram: { $count }
guest-own = This is how guests see it. The button is for them.
guest-muted-now = You will get no more messages from this organizer. Tickets, changes and reminders still come.
guest-unmuted = You will get this organizer's messages again.
refusal-guestMessageGone = This message is not waiting any more.
refusal-guestMessageReplaced = There is a newer preview of this message further down.
refusal-guestMessageKind = { $kind ->
        [sticker] A sticker
        [dice] This
        [contact] A contact
        [location] A place
        [poll] A poll
        *[other] This
    } cannot be passed on to guests. Send a text, a picture, a video, a voice message or a file.
refusal-guestMessageProtected = This message is protected from being copied. Send it in your own words.
refusal-guestMessagesEnough = Guests of an event get at most { $most } messages within a day. Choose a later time.
refusal-guestsNone = There is nobody to write to right now.

# --- guests of an event, for its organizer
button-guests = 👥 Guests
guests-head =
    👥 <b>{ $title }</b> — guests

    { $tickets ->
        [one] { $tickets } ticket
       *[other] { $tickets } tickets
    }: { $in } in, { $owing } to be paid at the door.
guests-filter = Shown: { $what }.
guests-how = 🔎 To find somebody, type a name, an @name, a number or a short code.
guests-none = Nobody is like that.
guests-empty = Nobody has tickets yet.
guests-line = • { $guest } — { $what }
guests-line-type = { $quantity } × { $type }
tickets-counted = { $quantity ->
        [one] { $quantity } ticket
        *[other] { $quantity } tickets
    }
guests-line-number = no. { $first }
guests-line-numbers = nos. { $first }–{ $last }
guests-line-due = 💵 owes { $due }
guests-line-given = 🎁 guest list
guests-line-in = ✅ in
guests-line-some-in = ✅ { $in } of { $of } in
button-guest-of-list = { $name } · no. { $number }
button-guests-filter = 🎛 Filter
button-guests-orders = 🧾 Orders
button-guests-files = 📄 Files
button-guests-blocked = 🚫 Blocked
guests-filter-ask = 🎛 Which guests of “{ $title }”?
guests-type-any = All types
guests-pay-paid = Paid
guests-pay-owes = Owes
guests-at-in = In
guests-at-out = Not in
guests-found = 🔎 “{ $text }” at “{ $title }”:
guests-not-found = 🔎 Nobody found for “{ $text }” at “{ $title }”. Try the beginning of a name, an @name, the number of a ticket or an order, or the short code.
button-found-name = { $name }
button-found-ticket = Ticket { $number } · { $name }
button-found-order = Order { $number } · { $name }
button-found-code = Code of no. { $number } · { $name }
guest-head = 👤 { $guest } — “{ $title }”
guest-order = { $state ->
        [cancelled] ✖️ Order { $order }: { tickets-counted } · { $total } · cancelled
        [held] ⏳ Order { $order }: { tickets-counted } · { $total } · not paid yet
        [refunded] ↩️ Order { $order }: { tickets-counted } · { $total } · refunded
       *[confirmed] 🧾 Order { $order }: { tickets-counted } · { $total } · { $method }
    }
guest-ticket = { $state ->
        [in] ✅ { $ticket } · { $code } · in since { $at }
        [owes] 💵 { $ticket } · { $code } · owes { $due }
        [returned] ↩️ { $ticket } · given back
        [revoked] ✖️ { $ticket } · taken back
        [cancelled] ✖️ { $ticket } · cancelled
       *[out] 🎟 { $ticket } · { $code } · not in
    }
guest-ticket-untyped = No. { $number }
guest-ticket-typed = No. { $number } · { $type }
guest-more = … and more.
guest-no-tickets = Holds no tickets.
guest-note = 📝 Your note: { $note }
guest-is-blocked = 🚫 Can neither buy here, nor ask, nor accept a ticket.
button-guest-send-again = 📨 Tickets once more
button-guest-note = 📝 Note
button-guest-drop-note = 🗑 Delete the note
button-guest-write-one = ✍️ Write
button-guest-refund = ↩️ Refund order { $order }
button-guest-block = 🚫 Block
button-guest-unblock = 🔓 Unblock
button-guest-back = ‹ Guests
guest-note-ask = 📝 What do you want to note about { $guest }? Only you see it, up to { $max } characters. It takes the place of an earlier note.
guest-note-asked = a note
guest-note-kept = 📝 Kept. Only you see the note.
guest-note-dropped = 🗑 The note is deleted.
guest-sent-again = { $count ->
        [one] 📨 { $count } ticket is on its way once more.
       *[other] 📨 { $count } tickets are on their way once more.
    }
guest-block-ask = 🚫 Block { $guest } at “{ $title }”? They can no longer buy tickets here, ask you anything, or accept a ticket from somebody. The tickets they have stay valid: give the money back if they are not to come.
guest-blocked-done = 🚫 Blocked.
guest-unblocked-done = 🔓 No longer blocked.
guests-blocked-head = 🚫 Blocked at “{ $title }”:
guests-blocked-none = Nobody is blocked at “{ $title }”.
refusal-guestBlocked = The organizer does not offer this to you at “{ $title }”.
refusal-guestNotFound = There is no such guest at this event.
refusal-sentLately = The tickets were sent once more just now. Please wait ten minutes.
refusal-tooManyFiles = Many files are being made right now. Please try again in a few minutes.

# --- the guest list: tickets that are given away
button-guest-list = 🎁 Guest list
guest-list-head =
    🎁 <b>{ $title }</b> — guest list

    { $tickets ->
        [0] Nobody is on it yet.
        [one] { $tickets } ticket given away.
       *[other] { $tickets } tickets given away.
    }
guest-list-how = They cost nothing, take seats like all other tickets, and are no income. The door finds everybody by name, also those without Telegram.
guest-list-line = { $state ->
        [open] 🔗 Link × { $quantity } · { $reason } · nobody took it yet
        [revoked] ✖️ { $guest } · { $reason } · taken back
        [name] ✏️ { $guest } × { $quantity } · { $reason }
       *[given] 👤 { $guest } × { $quantity } · { $reason }
    }
button-guest-entry = { $name } × { $quantity }
button-guest-entry-link = 🔗 { $name } × { $quantity }
button-guest-entry-over = ✖️ { $name }
button-guest-names = ➕ Names or @names
button-guest-link = 🔗 One-time link
button-guest-list-back = ‹ Guest list
guest-list-type = 🎁 Tickets of which type?
guest-names-ask =
    ➕ <b>{ $title }</b>{ $hasType ->
        [yes] { "" } · { $type }
       *[no] { "" }
    }

    Send the guests, one a line; you see how I understood them before anything is issued:

    <code>Anna Petrova +2
    Ivan; press
    @boris x2 (band)</code>

    “+2” are two more than the one you name, “x2” two in all. What stands after “;” or in brackets is the reason. Whoever is known to me by their @name gets the tickets in Telegram; the pictures of all others are yours to pass on. Up to { $most } lines.
guest-names-asked = names
guest-link-ask =
    🔗 <b>{ $title }</b>{ $hasType ->
        [yes] { "" } · { $type }
       *[no] { "" }
    }

    How many tickets, and why? For example: <code>4; press</code>

    { $max } at most. Whoever opens the link first and confirms gets them all; their seats are kept from when the link is there.
guest-link-asked = a number and a reason
guest-gift-ask =
    🎁 <b>{ $title }</b>{ $hasType ->
        [yes] { "" } · { $type }
       *[no] { "" }
    }

    How many tickets for { $guest }, and why? For example: <code>2; press</code>

    They are sent at once.
guest-preview-head = 👀 <b>{ $title }</b>{ $hasType ->
        [yes] { "" } · { $type }
       *[no] { "" }
    } — { $guests ->
        [one] { $guests } guest
       *[other] { $guests } guests
    }, { $tickets ->
        [one] { $tickets } ticket
       *[other] { $tickets } tickets
    }:
guest-preview-line = { $isKnown ->
        [yes] 👤 { $guest } × { $quantity }
       *[no] ✏️ { $guest } × { $quantity }
    }{ $hasReason ->
        [yes] { "" } · { $reason }
       *[no] { "" }
    }
guest-preview-more = { $more ->
        [one] … and { $more } more.
       *[other] … and { $more } more.
    }
guest-preview-odd = { $why ->
        [tooMany] ❔ { $line } — 1 to { $max } tickets each
       *[noName] ❔ { $line } — no name
    }
guest-preview-unknown = ❔ { $name } — never spoke to me: write a name, or give them a link
guest-preview-left-out = What is marked ❔ is left out. { $needsReason ->
        [yes] You can send the list anew once there is a reason.
       *[no] To change the list, send it anew.
    }
guest-preview-key-known = 👤 gets the tickets in Telegram
guest-preview-key-name = ✏️ has no Telegram: { $pictures ->
        [yes] you get the pictures, to pass them on
       *[no] the pictures are with each entry of the list
    }
guest-preview-none = Nobody in it could be understood. Send the list anew.
guest-preview-reason = ✏️ What are they for? Write it for all who have no reason of their own, such as “press”.
guest-reason-asked = a reason
button-guest-issue = ✅ Issue
button-guest-discard = ✖️ Do not issue
guest-issued = { $isNew ->
        [yes] ✅ Issued: { $tickets ->
            [one] { $tickets } ticket
           *[other] { $tickets } tickets
        } for { $guests ->
            [one] { $guests } guest
           *[other] { $guests } guests
        }.
       *[no] ✅ This list was issued before.
    }
guest-issued-pictures = The pictures for names without Telegram come in a moment: pass them on.
guest-issued-by-name = Names without Telegram are found at the door by name. Their pictures are at each entry.
guest-preview-discarded = ✖️ Nothing was issued.
guest-given = ✅ Given to { $guest }: { $quantity ->
        [one] { $quantity } ticket
       *[other] { $quantity } tickets
    }.
guest-entry = { $state ->
        [open] 🔗 <b>A link for { $quantity ->
            [one] { $quantity } ticket
           *[other] { $quantity } tickets
        }</b> to “{ $title }”
        [revoked] ✖️ <b>{ $guest }</b> — “{ $title }”, taken back
        [name] ✏️ <b>{ $guest }</b> — “{ $title }”, without Telegram
       *[given] 👤 <b>{ $guest }</b> — “{ $title }”
    }
guest-entry-facts = 📝 { $reason } · given by { $by }, { $at }
guest-entry-link =
    Pass it on to one person. Whoever opens it first and confirms gets the tickets:
    { $link }
guest-link-share = Tickets to “{ $title }” for you: open the link.
button-guest-pictures = 🖼 Send the pictures
button-guest-sending = 📨 Tickets once more
button-guest-revoke = ↩️ Take back
guest-revoke-ask = { $state ->
        [open] Take the link back? Nobody can take the tickets then, and their seats are free.
       *[given] Take the tickets of <b>{ $guest }</b> back? The door lets nobody in with them then, and their seats are free. Whoever is in stays in.
    }
guest-revoked = ↩️ Taken back. The seats are free.
guest-sending = 📨 On their way.
guest-pass-on = { $quantity ->
        [one] 🎁 For { $name }: pass this ticket on.
       *[other] 🎁 For { $name }: pass these tickets on.
    }
tickets-given = 🎁 You are on the guest list of { $organizer }.
guest-link-look =
    🎁 <b>{ $organizer } gives you { $quantity ->
        [one] { $quantity } ticket
       *[other] { $quantity } tickets
    }</b>

    🎟 <b>{ $title }</b>
    📅 { $when }
    📍 { $venue }

    Free of charge. { $quantity ->
        [one] It goes
       *[other] They go
    } to whoever takes { $quantity ->
        [one] it
       *[other] them
    } first.
button-guest-take = ✅ Take
guest-link-taken = ✅ { $quantity ->
        [one] The ticket to “<b>{ $title }</b>” is yours. It comes
       *[other] The tickets to “<b>{ $title }</b>” are yours. They come
    } in the next message.
guest-link-yours = These tickets to “<b>{ $title }</b>” are yours already.
guest-link-declined = All right. The link can still be taken.
news-guestLinkTaken = 🔗 { $guest } has taken the { $quantity ->
        [one] ticket
       *[other] { $quantity } tickets
    } of your link ({ $reason }) to “<b>{ $title }</b>”.
news-guestTicketsRevoked = ↩️ { $quantity ->
        [one] Your ticket to “<b>{ $title }</b>” from the guest list is not valid any more: the organizer has taken it back.
       *[other] Your { $quantity } tickets to “<b>{ $title }</b>” from the guest list are not valid any more: the organizer has taken them back.
    }
news-staffGivesTickets = 🎁 You can put people on the guest list of “<b>{ $title }</b>” from now on. You find it at the door, too.
ticket-taken-back = ↩️ The organizer has taken this ticket back; it is not valid any more.
verdict-takenBack =
    ⛔️ <b>TAKEN BACK</b>
    The organizer took this ticket of the guest list back; it is not valid any more.
guest-list-count = 🎁 Guest list: { $count ->
        [one] { $count } ticket
       *[other] { $count } tickets
    }
money-guest-list = 🎁 Guest list: { $count ->
        [one] { $count } ticket, given away and no income
       *[other] { $count } tickets, given away and no income
    }
button-guest-give = 🎁 Give tickets
button-staff-list-on = 🎁 Give them the guest list
button-staff-list-off = 🎁 No guest list any more
staff-list-mark = 🎁 guest list
staff-list-let = 🎁 They can give tickets away now, and are being told.
staff-list-unlet = 🎁 They cannot give tickets away any more. What they gave stays.
refusal-giftBlocked = { $name } is blocked at this event. Unblock them first, among the guests, or leave them out.
refusal-guestDraftGone = This list is not there any more: it was thrown away, or you sent another one instead.
refusal-guestEntryGone = This is not there any more. Open the guest list anew.
refusal-guestLinesNone = I found no names in that. Send them one a line, such as “Anna Petrova +2”.
refusal-guestLinesTooMany = Up to { $max } lines at once, please. Send the rest after that.
refusal-guestListOnly = The guest list is for the organizer and for whom they let keep it.
refusal-guestNumberNeeded = How many tickets? A number from 1 to { $max } and a reason, such as “2; press”.
refusal-guestReasonNeeded = A reason is missing. Add it after a semicolon, such as “2; press”.

# --- files for an organizer
files-head =
    📄 <b>{ $title }</b> — files

    CSV opens in any program, Excel is a workbook. Times are by the event's clocks ({ $zone }). The door list is to print: every ticket with a box to tick.

    ⚠️ The files name your guests. Pass them on to nobody who does not need them.
files-guests = Guests
files-answers = Answers
files-orders = Orders
files-checkIns = Let in
files-money = Money
button-file = { $kind } · { $format }
button-file-door = 🖨 Door list · PDF
file-making = { $of ->
        [0] ⏳ Collecting “{ $name }” …
       *[other] ⏳ Collecting “{ $name }”: { $count } of about { $of } …
    }
file-sent = { $count ->
        [one] ✅ “{ $name }”: { $count } row.
       *[other] ✅ “{ $name }”: { $count } rows.
    }
file-caption = 📄 { $name } — “{ $title }”
file-caption-part = 📄 { $name } — “{ $title }” (part { $part })
file-part = part { $part }
file-name = { $kind ->
        [guests] Guests
        [answers] Answers
        [orders] Orders
        [checkIns] Check-ins
        [money] Money by day
       *[doorList] Door list
    }
file-head-in-zone = { $head } ({ $zone })
file-col-ticket = Ticket
file-col-code = Short code
file-col-type = Type
file-col-guest = Guest
file-col-username = Username
file-col-order = Order
file-col-state = State
file-col-issued = Issued
file-col-method = Paid by
file-col-price = Price
file-col-due = Owes
file-col-currency = Currency
file-col-in = Let in
file-col-by = Let in by
file-col-note = Note
file-col-door-paid = Paid at the door
file-col-created = Made
file-col-confirmed = Confirmed
file-col-buyer = Buyer
file-col-quantity = Tickets
file-col-returned = Given back
file-col-full = Full price
file-col-total = Total
file-col-refunded = Refunded
file-col-promo = Promo code
file-col-day = Day
file-col-payments = Payments
file-col-gross = Came in
file-col-refunds = Refunds
file-col-back = Went back
file-col-net = Left
file-ticket-state = { $what ->
        [valid] valid
        [cancelled] cancelled
       *[returned] given back
    }
file-order-state = { $what ->
        [held] not paid yet
        [confirmed] confirmed
        [refunded] refunded
        [expired] not paid in time
        [offered] offered
        [offerOver] offer not taken
        [takenBack] taken back
       *[cancelled] cancelled
    }
file-method = { $what ->
        [provider] card
        [stars] Stars
        [transfer] transfer
        [atDoor] at the door
        [guestList] guest list
        [soldAtDoor] sold at the door
       *[free] free
    }
door-list-count = { $count ->
        [one] { $count } ticket
       *[other] { $count } tickets
    }
door-list-page = Page { $page } of { $pages }
door-list-due = to pay: { $due }
door-list-number = No. { $number }

# --- the waiting list
button-wait = 🔔 Tell me when there is one
button-wait-place = 🔔 My place in line
button-wait-again = 🔔 Wait again
button-waiting = 🔔 { $when } · { $title }
button-leave-line = ✖️ Leave the line
button-change-wish = ✏️ Change
button-how-many = How many? ›
button-wait-type = { $isTicked ->
    [yes] ✔️ { $name } · { $price }
    *[no] { $name } · { $price }
    }
button-take-offer = 🎟 Take it
button-decline-offer = No, thanks
wait-which =
    <b>{ $title }</b>

    🔔 Which tickets would do? Tick one or more. If all of them would, any kind that is added later will do, too.
wait-how-many =
    <b>{ $title }</b>{ $hasTypes ->
        [yes] { "\u000A" }🎟 { $types }
        *[no] { "" }
    }

    🔔 How many tickets? They are offered all together, so fewer of them come sooner.
wait-place = 🔔 <b>{ $isMore ->
        [yes] You are in line, behind more than { $place } people,
        *[no] You are { $ordinal } in line
    }</b> for { $quantity ->
        [one] { $quantity } ticket
        *[other] { $quantity } tickets
    } to “<b>{ $title }</b>”.
wait-types = 🎟 { $types }
wait-any-type = 🎟 Any kind of ticket, one that is added later too.
line-any-type = any kind
wait-how = When it is your turn, I write to you here and keep { $quantity ->
        [one] the ticket
        *[other] the tickets
    } for you: { $lasts }, and less close to the start. At night nothing is offered, unless the event begins within a day.
wait-paused = ⏸ The organizer has paused the line for now. Your place stays yours.
wait-offered = 🎟 { $quantity ->
        [one] <b>There is a ticket for you</b>
        *[other] <b>There are { $quantity } tickets for you</b>
    } to “<b>{ $title }</b>”, kept until { $until }.
wait-left = ✔️ You are not in line any more.
offer-lasts = { $time ->
        [m10] 10 minutes
        [m60] an hour
        [m180] 3 hours
        [m1440] a day
        *[m30] 30 minutes
    }
card-wait = 🔔 { $isMore ->
        [yes] You are in line, behind more than { $place } people,
        *[no] You are { $ordinal } in line
    } for { $quantity ->
        [one] { $quantity } ticket.
        *[other] { $quantity } tickets.
    }
card-offered = 🎟 <b>{ $quantity ->
        [one] { $quantity } ticket is
        *[other] { $quantity } tickets are
    } kept for you</b> until { $until }.
waits-head = <b>🔔 In line for</b>
waits-line = { $isOffered ->
        [yes] 🎟 <b>{ $title }</b>, { $when }: kept for you now
        *[no] 🔔 <b>{ $title }</b>, { $when }: { $isMore ->
            [yes] behind more than { $place }
            *[no] { $ordinal } in line
        }
    }
offer-declined = All right! { $quantity ->
        [one] The ticket
        *[other] The tickets
    } to “<b>{ $title }</b>” { $quantity ->
        [one] goes
        *[other] go
    } to others. You are not in line any more.
offer-ended = ⌛️ The offer for “<b>{ $title }</b>” is over, and it is others’ turn now. You are not in line any more, but you can wait again.
news-offer =
    🎟 <b>{ $quantity ->
        [one] Your turn: there is a ticket for you!
        *[other] Your turn: there are { $quantity } tickets for you!
    }</b>

    <b>{ $title }</b>
    📅 { $when }
    📍 { $venue }

    🎟 { $what }
    💰 { $price }

    ⏳ Kept for you until { $until }. Changed your mind? Press “No, thanks”, and somebody else is asked sooner.
news-offerOver = ⌛️ { $quantity ->
        [one] The ticket
        *[other] The tickets
    } to “<b>{ $title }</b>” that { $quantity ->
        [one] was
        *[other] were
    } kept for you { $quantity ->
        [one] goes
        *[other] go
    } to others now. You are not in line any more. Still want to come?
news-lineOver = 🔔 { $why ->
        [cancelled] “<b>{ $title }</b>” is cancelled, so there is nothing to wait for any more. We are sorry.
        [closed] The organizer has closed the waiting list of “<b>{ $title }</b>”. Nothing came free for you, and we are sorry.
        *[started] “<b>{ $title }</b>” begins, and nothing came free for you. We are sorry. Perhaps another time?
    }
button-line = 🔔 { $count ->
        [0] Waiting list
        *[other] Waiting list ({ $count })
    }
button-offer-now = 🎟 { $place } · { $person } × { $quantity }
button-line-pause = ⏸ Pause
button-line-go-on = ▶️ Go on
button-line-close = ✖️ Close
button-line-open = ▶️ Open it again
button-let-some-in = ➕ Let some in
button-offer-time = ⏳ How long offers last
button-for-line = 🔔 Waiting list only
button-let-in-seats = + { $count }
button-let-in-type = { $name }{ $count ->
    [0] { "" }
    *[other] { " " }· 🔔 { $count }
    }
line-head = 🔔 <b>{ $title }</b> — waiting list
line-none = Nobody is waiting. On a sold-out event guests find “Tell me when there is one”; seats that come free are offered to them one after another, and nobody can buy past the line.
line-sum = 👥 { $people ->
        [one] { $people } person is waiting
        *[other] { $people } people are waiting
    } for { $seats ->
        [one] { $seats } ticket
        *[other] { $seats } tickets
    }
line-offers = 🎟 Offers out: { $offers }
line-state = { $state ->
        [paused] ⏸ Paused: nothing is offered by itself, and nobody can buy past the line.
        *[closed] ✖️ Closed: nobody can wait, and tickets that come free are on sale.
    }
line-lasts = ⏳ An offer stands for { $lasts }, and for less close to the start; none is made at night, unless the event begins within a day.
line-entry = { $place }. { $person } · { $hasTypes ->
        [yes] { $quantity } × { $types }
        *[no] { $quantity ->
            [one] { $quantity } ticket
            *[other] { $quantity } tickets
        }
    } · since { $since }
line-offer-hint = Press somebody below to offer them tickets right now, out of turn as well.
line-offered = 🎟 Offered to { $person }.
line-paused = ⏸ The line is paused.
line-going-on = ▶️ The waiting list is open: tickets that come free are offered in turn again.
line-close-ask =
    Close the waiting list of “<b>{ $title }</b>”?

    { $people ->
        [0] Nobody is waiting.
        [one] { $people } person who is waiting is told that it is over.
        *[other] { $people } people who are waiting are told that it is over.
    } Tickets that come free are on sale to everybody then. Offers that are out stand.
line-closed = ✖️ The waiting list is closed.
line-let-in-type = ➕ <b>{ $title }</b> — which tickets? Behind 🔔 stands how many are waited for.
line-let-in =
    ➕ <b>{ $title }</b>{ $hasType ->
        [yes] { "" } · { $type }
        *[no] { "" }
    }

    How many tickets shall the first in line get? They are offered at once; if too few are free, that many are added. Press or write a number.
line-let-in-done = ➕ { $seats ->
        [one] { $seats } ticket is offered
        *[other] { $seats } tickets are offered
    } now, to { $people ->
        [one] { $people } person.
        *[other] { $people } people.
    }
offer-time = ⏳ <b>{ $title }</b> — how long is a ticket kept for whoever it is offered to? Close to the start it is less: a quarter of the time that is left, but at least 5 minutes.
offer-time-saved = Saved.
button-offer-time-m10 = 10 minutes
button-offer-time-m30 = 30 minutes
button-offer-time-m60 = 1 hour
button-offer-time-m180 = 3 hours
button-offer-time-m1440 = A day
type-for-line = 🔔 Only for the waiting list: nobody can buy this ticket, it is offered to those in line.
code-for-line = 🔔 Only for the waiting list: it works for tickets that were offered to somebody in line.
types-line-first = 🔔 People are waiting in line: tickets that come free, or that you add, are offered to them first.
heard-line = 🔔 { $people ->
        [one] { $people } person is waiting
        *[other] { $people } people are waiting
    } for { $seats ->
        [one] { $seats } ticket
        *[other] { $seats } tickets
    }
news-line = 🔔 { $people ->
        [one] { $people } person is waiting for a ticket
        *[other] { $people } people are waiting for a ticket
    }

# --- selling back through the line
button-sell-back = ↩️ Sell back if somebody waits
button-keep-after-all = ✅ Keep it after all
sell-back-ask =
    Give ticket no. { $number } to “<b>{ $title }</b>” to somebody who waits?

    It stays yours, and lets you in, until somebody in line takes it{ $way ->
        [free] { "" }
        [atDoor] { "" }
        *[paid] { "" } for the { $amount } that it cost
    }. { $money }
sell-back-done = ↩️ Ticket no. { $number } to “<b>{ $title }</b>” goes to the first in line who takes it. Until then it is yours. I'll write to you.
sell-back-kept = ✅ The ticket stays yours.
ticket-for-line = ↩️ It is there for those who wait. It is yours, and lets you in, until somebody takes it.
ticket-line-offered = ↩️ Somebody in line is offered it until { $until }. It is yours, and lets you in, until they take it.
news-ticketSold = ↩️ Somebody in line has taken your ticket no. { $number } to “<b>{ $title }</b>”; its code does not work any more.
ticket-sold-buyer = Its money goes back to whoever bought it.

# --- refusals of the waiting list
refusal-holdsOrder = They have an order of this event open just now. When it is paid or over, you can offer them more.
refusal-lineClosed = The organizer has closed the waiting list of “{ $title }”.
refusal-lineEmpty = Nobody in line can take so many of these tickets right now.
refusal-lineMoved = Tickets were offered, taken or given back meanwhile. Please look at the line once more, then let people in.
refusal-noSeatsFree = So many tickets are not free right now. With “Let some in” there are more.
refusal-notWaiting = They are not waiting any more.
refusal-offerMinutes = Please choose one of the times.
refusal-promoCodeForLine = This promo code works for tickets that the waiting list offers.
refusal-sellBackClosed = This ticket cannot go to the waiting list any more.
refusal-sellBackNotNeeded = You can simply give this ticket back: “Give back”.
refusal-ticketOnOffer = Somebody in line is offered this ticket right now. Please try again in { $minutes ->
        [one] { $minutes } minute.
        *[other] { $minutes } minutes.
    }
refusal-ticketsLeft = There are tickets right now: no need to wait.
refusal-typeAwaited = People are waiting for these tickets. First close the waiting list, or let them in.

# --- questions to buyers
button-buyer-questions = 📝 Questions to buyers
button-buyer-question = 📝 { $name }
button-add-question = ➕ Add a question
button-answer-time = 🕓 Deadline for changes
button-question-text = ✏️ Words
button-question-choices = ☰ Choices
button-question-required = Must be answered
button-question-door = Seen at the door
button-question-type = { $isTicked ->
    [yes] ☑ { $name }
    *[no] ☐ { $name }
    }
button-question-up = ⬆️ Ask it earlier
button-remove-question = 🗑 Remove the question
button-question-kind = { $kind ->
    [name] 🎟 Name on the ticket
    [choice] 🔘 One of several
    [choices] ☑️ Some of several
    [number] 🔢 A number
    [phone] 📞 A phone number
    [email] 📧 An e-mail address
    [consent] 🤝 A consent
    *[text] 💬 Any words
    }
button-question-scope = { $scope ->
    [ticket] 🎟 Of each ticket
    *[order] 🧾 Once an order
    }
question-name-text = Name on the ticket
asks-head = 📝 <b>{ $title }</b> — questions to buyers
asks-none = Nothing is asked yet. What you ask here, buyers answer while their tickets are held for them, before they pay.
asks-kind = { $kind ->
    [name] printed on the ticket
    [choice] one of several
    [choices] some of several
    [number] number
    [phone] phone number
    [email] e-mail
    [consent] consent
    *[text] words
    }
asks-line = { $number }. <b>{ $text }</b> — { $facts }
asks-facts = { $kind }, { $scope ->
    [ticket] for each ticket
    *[order] once per order
    }, { $isRequired ->
    [yes] must be answered
    *[no] may be skipped
    }{ $isForAll ->
    [yes] { "" }
    *[no] , for: { $types }
    }{ $atDoor ->
    [yes] , seen at the door
    *[no] { "" }
    }
asks-one =
    📝 <b>{ $text }</b>
    { $facts }
asks-choice = • { $choice }
asks-until = { $until ->
    [never] 🔒 Once given, guests cannot change their answers.
    *[other] 🕓 Guests may change their answers until { $until }.
    }
asks-which-kind = 📝 <b>{ $title }</b>: what kind of answer do you need?
asks-which-scope = Ask it once, or of each ticket?
asks-text = { $kind ->
    [consent] <b>What should they agree to?</b> For example “I have read the rules of the house: https://…”. Up to { $max } characters.
    *[other] <b>What do you want to ask?</b> Buyers read it as you write it, up to { $max } characters.
    }
asks-choices =
    <b>{ $text }</b>
    What can they choose from? Write each choice on a line of its own: 2 to { $most } of them, up to { $max } characters each.
asks-added = ✔️ Asked from now on. Who has bought already is not asked.
asks-remove = Remove “<b>{ $text }</b>”? Nobody is asked it any more, and its answers are not shown anywhere.
asks-removed = 🗑 The question is removed.
asks-time = 🕓 <b>{ $title }</b>: until when may guests change what they answered?
button-answer-until = { $until ->
    [h3] Until 3 hours before
    [h24] Until a day before
    [h72] Until 3 days before
    [never] Not at all
    *[start] Until the start
    }

# --- answers of buyers
order-asks = <b>{ $title }</b> · { $what }
button-answers-back = ‹ Your answers
button-answer-next = Next ›
button-answer-none = No answer
button-consent = ✅ I agree
button-own-name = 🙋 My name
button-same-answer = 🟰 { $name }
button-change-answer = ✏️ { $name }
button-answers-of = 🎟 Ticket { $place }
button-share-phone = 📞 Share my number
button-ticket-name = ✏️ Name on the ticket
ticket-name-now = { $isNamed ->
    [yes] ✏️ It has the name “{ $name }” on it. If somebody else is coming, write theirs: the button below.
    *[no] ✏️ The organizer asks for the name of who is coming: the button below.
    }
tickets-name-each = ✏️ The organizer asks for a name on each ticket: /mytickets → the ticket → “Your answers”.
button-ticket-answers = 📝 Your answers
answers-ask = { $number ->
    [0] { "" }
    *[other] ❓ Question { $number } of { $count }{ $place ->
        [0] .
        *[other] { " " }· ticket { $place } of { $quantity }.
    }{ " " }
    }<b>{ $text }</b>{ $isRequired ->
    [yes] { "" }
    *[no] { " " }(if you like)
    }
answers-how = { $kind ->
    [choice] Choose one.
    [choices] Choose all that apply{ $isStep ->
        [yes] , then “Next”.
        *[no] .
    }
    [number] Write a number.
    [phone] Write the number, or share yours by the button below.
    [email] Write the address.
    [consent] Press the button if you agree.
    [name] Write first and last name: they stand on the ticket.
    *[text] Write it in one message.
    }
answers-so-far = ✏️ So far: { $answer }
answers-choice = • { $choice }
answers-phone = 📞 Press the button to share your number, or write another one.
answers-phone-done = ✔️ Thank you.
answers-phone-away = 📞 The button for your number is put away.
answer-consented = yes
answers-head = 📝 <b>{ $title }</b> — { $place ->
    [0] your answers
    *[other] { $quantity ->
        [0] your answers
        [1] your answers
        *[other] your answers, ticket { $place }
    }
    }
answers-line = { $text } — { $isAnswered ->
    [yes] <b>{ $answer }</b>
    *[no] …
    }
verdict-answer = 📝 { $text } — <b>{ $answer }</b>
guest-answer = 📝 { $of ->
    [order] Order { $number }
    *[ticket] No. { $number }
    } · { $text } — <b>{ $answer }</b>
button-rename-ticket = ✏️ No. { $number }: { $name }
guest-name-ask = ✏️ What name should stand on ticket no. { $number }? Up to { $max } characters. The next time it is sent, its picture has it.
answers-none = Nothing is asked here.
answers-closed = 🔒 They can no longer be changed.

# --- refusals about questions and answers
refusal-answerByButton = Please press the button below the question.
refusal-answerNotChoice = Please choose with the buttons below the question.
refusal-answerNotEmail = That does not look like an e-mail address. It should be like name@example.com.
refusal-answerNotNumber = Please write one number, such as 3 or 2.5.
refusal-answerNotPhone = That does not look like a phone number. Please write it with the code of the country, such as +44 20 7946 0958.
refusal-answerTooLong = That is too long: up to { $max } characters fit. Please shorten it a little.
refusal-answersClosed = The answers can no longer be changed. If something is wrong, ask the organizer.
refusal-answersMissing = The organizer needs an answer to this question. Please answer it first.
refusal-asksFirst = The organizer has a question or two first. Please choose your tickets again: they are held while you answer.
refusal-choicesFew = There should be at least two choices. Write each on a line of its own.
refusal-choicesMany = There can be up to { $max } choices. Please leave some out.
refusal-choiceTooLong = A choice can have up to { $max } characters: it stands on a button. Please shorten it.
refusal-choiceTwice = Two of these choices are the same. Please write each once.
refusal-questionChanged = The organizer has just changed this question. Please look at it once more.
refusal-questionGone = This question is not asked any more.
refusal-questionsEnough = There can be up to { $max } questions. Remove one to ask another.
refusal-questionTooLong = That is too long: up to { $max } characters fit. Please shorten it a little.
