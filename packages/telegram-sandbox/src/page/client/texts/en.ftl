# The sentences of the page. Plain text, never HTML.

# --- the top bar
app-about = A make-believe Telegram on your own computer. The bot behind it is the real one.
app-add-person = Add a person
app-add-group = Add a group
app-language = Language
app-language-ru = Русский
app-language-en = English
app-theme-auto = Theme: like the system
app-theme-light = Theme: light
app-theme-dark = Theme: dark
app-drawer = For developers
app-hidden = Hidden panes
app-show = Show { $name }
app-show-unread = { $count ->
    [one] Show { $name }, { $count } new message
   *[other] Show { $name }, { $count } new messages
}
app-tabs = Chats
app-panes = People and chats
app-panes-back = Panes to the left
app-panes-on = Panes to the right
app-connecting = Connecting…
app-lost = The connection is lost. Reconnecting…
app-faults = Switched on: { $names }
app-faults-off = Switch all off
app-bot-stopped = The bot is stopped.
app-bot-start = Start it
hint = New here?
hint-trouble = Break something
hint-close = Hide this hint

# --- roles and languages
role-none = No role
language-ru = Russian
language-en = English
language-other = Another one

# --- a pane
pane-with-bot = chat with { $bot }
pane-group = { $count ->
    [one] group, { $count } member
   *[other] group, { $count } members
}
pane-channel = { $count ->
    [one] channel, { $count } subscriber
   *[other] channel, { $count } subscribers
}
pane-typing = { $bot } is typing…
pane-sending-photo = { $bot } is sending a photo…
pane-sending-file = { $bot } is sending a file…
pane-blocked = the bot is blocked
pane-muted = the bot may not write here
pane-no-bot = the bot is not here
pane-hide = Hide { $name }
pane-wide = Make the pane of { $name } wider
pane-menu = More about { $name }
pane-log = Messages: { $name }
pane-earlier = Show earlier messages
pane-to-end = To the latest message
pane-new = { $count ->
    [one] { $count } new message
   *[other] { $count } new messages
}
pane-empty = No messages yet
pane-today = Today
pane-yesterday = Yesterday
menu-block = Block the bot
menu-unblock = Unblock the bot
menu-members = Members
menu-add-bot = Add the bot
menu-add-bot-admin = Add the bot as administrator
menu-remove-bot = Remove the bot
menu-mute = Forbid the bot to write
menu-unmute = Let the bot write
menu-upgrade = Turn into a supergroup…
menu-add-topic = Add a topic…

# --- the empty chat
start-question = What can this bot do?
start-nothing = Press Start to say hello.
start-button = Start
unblock-button = Unblock
nobody-here = There is nobody here to write as.
only-admins-post = Only administrators post in a channel.
upgraded-note = This group became a supergroup.

# --- the composer
composer = Message in “{ $name }”
composer-message = Message
composer-post = Post
composer-send = Send
composer-menu = Menu
composer-commands = The bot's commands
composer-no-commands = There is no such command.
composer-attach = Attach
composer-keyboard-show = Show the keyboard
composer-keyboard-hide = Hide the keyboard
composer-write-as = Write as
composer-topics = Topics
composer-all-topics = All
composer-reply-to = Reply to { $name }
composer-edit = Edit the message
composer-cancel = Cancel
composer-drop = Drop it here to send it
composer-picture = Picture
attach-photo = Photo
attach-file = File
attach-album = Album
attach-video = Video
attach-animation = GIF
attach-video-note = Round video
attach-audio = Music
attach-location = Location
attach-venue = Place with a name
attach-contact = Contact
attach-voice = Voice message
attach-poll = Poll
attach-sticker = Sticker

# --- dialogs
dialog-ok = OK
dialog-cancel = Cancel
dialog-add = Add
dialog-close = Close
dialog-person = Add a person
dialog-person-name = Name
dialog-person-name-example = Maria
dialog-person-language = Language of Telegram
dialog-person-tag = Language tag, such as de or pt-br
dialog-person-role = Role
dialog-group = Add a group
dialog-group-title = Title
dialog-group-title-example = Friends of jazz
dialog-group-kind = Kind
dialog-group-group = Group
dialog-group-supergroup = Supergroup
dialog-group-forum = Forum with topics
dialog-group-channel = Channel
dialog-group-owner = Owner
dialog-group-members = Members
dialog-group-bot = { $bot } is in it from the start.
dialog-members = Members of “{ $name }”
dialog-members-bot = bot
status-creator = owner
status-administrator = administrator
status-member = member
status-left = left
status-kicked = removed
dialog-upgrade = Turn “{ $name }” into a supergroup?
dialog-upgrade-text = The chat gets a new id, as in Telegram. Nothing the bot says here may get lost: watch it.
dialog-upgrade-yes = Turn into a supergroup
dialog-topic = Add a topic to “{ $name }”
dialog-topic-name = Name
dialog-attach-photo = Send a photo
dialog-attach-file = Send a file
attach-album = Album
attach-video = Video
attach-animation = GIF
attach-video-note = Round video
attach-audio = Music
dialog-attach-caption = Caption
dialog-attach-as-file = Send as a file
dialog-send = Send
dialog-open-link = Open the link

# --- what went wrong, and what is done
failed-unreachable = The sandbox does not answer. Try again in a moment.
failed-gone = That is no longer there.
failed-invalid = That cannot be done like this.
failed-failed = Telegram would not do that.
failed-file = This file cannot be sent: at most 20 MB.
copied = Copied
not-copied = The browser does not allow copying.

# --- the drawer
drawer = For developers
drawer-resize = Width of the drawer
drawer-calls = Calls
drawer-faults = Faults
drawer-bot = Bot
calls-filter = Filter
calls-filter-example = method, chat, text…
calls-failed = Failed only
calls-clear = Clear
calls-none = No calls yet. Press something in a chat.
calls-none-fit = No call fits.
calls-about = What the bot asks Telegram, live. Polls for updates are left out.
calls-params = Parameters
calls-answer = Answer
calls-no-answer = The connection was cut: no answer.
calls-copy = Copy
calls-cut = cut
calls-ms = { $ms } ms
faults-about = Make things go wrong and watch: nothing gets lost.
faults-times = For how many calls
faults-once = 1
faults-thrice = 3
faults-until = until off
faults-chat = Calls about
faults-everywhere = every chat
faults-hits = { $count ->
    [0] met no call yet
    [one] met { $count } call
   *[other] met { $count } calls
}
faults-left = { $count } left
faults-people = People
faults-groups = Groups and channels
fault-down = Telegram is down
fault-down-text = The address does not answer at all. What the bot has to say waits until it does.
fault-gateway = Bad gateway
fault-gateway-text = Every call gets a proxy's page with 502, as in an outage.
fault-tooManyRequests = Too many requests
fault-tooManyRequests-text = Every call gets 429 and “try again in 3 seconds”.
fault-dropBefore = Cut before it is done
fault-dropBefore-text = Telegram does nothing and the connection breaks.
fault-deliverThenDrop = Done, then cut
fault-deliverThenDrop-text = Telegram does it, but the answer is lost: the bot cannot know.
fault-hang = No answer
fault-hang-text = The connection stays open and nothing comes.
fault-slow = Slow
fault-slow-text = Each answer takes 2 seconds longer.
fault-overallLimit = One message a second
fault-overallLimit-text = Of all chats together Telegram takes one message a second; the rest gets 429.
fault-repeatUpdates = Updates come twice
fault-repeatUpdates-text = The bot hears each message and each press twice; it must do it once.
person-blocked = The bot is blocked
program-about = The bot is a program of its own. Stop it in the middle of anything: what was said to it waits.
program-starting = The bot is starting…
program-running = The bot is running
program-running-pid = The bot is running, process { $pid }
program-stopping = The bot is stopping…
program-stopped = The bot is stopped
program-start = Start
program-stop = Stop
program-restart = Restart
program-kill = Kill −9
program-none = This page cannot control the bot's process.
program-log = Log
clock-now = Here it is
clock-minutes = +10 min
clock-hour = +1 h
clock-day = +1 day
program-no-log = Nothing in the log yet.

# --- content
content-message = Message
content-edited = edited
content-protected = Protected: cannot be saved or forwarded
content-unknown = This kind of message cannot be shown here.
content-actions = Actions with the message
content-reply = Reply
content-edit = Edit
content-copy-text = Copy text
content-copy = Copy
content-copy-code = Copy the code
content-code = code
content-spoiler = Hidden text, show it
content-unfold = Show the whole quote, or fold it
content-hidden-photo = Hidden photo, show it
content-open-photo = Open the photo
content-open-photo-of = Open the photo: { $text }
content-download = Download { $name }
content-save = Save
content-close = Close
content-done = Done
content-forwarded = Forwarded from
content-reply-to = Reply to { $name }: { $text }
content-kind-photo = Photo
content-kind-document = File
content-kind-sticker = Sticker
content-kind-voice = Voice message
content-kind-video = Video
content-kind-animation = GIF
content-kind-video_note = Round video
content-kind-audio = Music
content-kind-poll = Poll
content-kind-quiz = Quiz
content-kind-location = Location
content-open-map = Open the map
content-kind-contact = Contact
content-kind-invoice = Invoice
content-buttons = Buttons of the message
content-reply-buttons = The bot's keyboard
content-button-inert = This button works in Telegram itself, not here.
content-shares-contact = Shares the phone number
content-shares-location = Shares the location
content-open-code = Open the link in the code

# what happened in a chat
content-joined = { $name } joined the group
content-added = { $name } added { $others }
content-left = { $name } left the group
content-removed = { $name } removed { $other }
content-pinned = { $name } pinned “{ $text }”
content-pinned-message = { $name } pinned a message
content-upgraded = The group became a supergroup
content-upgraded-from = The group became a supergroup; earlier messages stand above
content-topic-created = Topic “{ $topic }” created
content-topic-edited = The topic is now called “{ $topic }”
content-topic-closed = Topic closed
content-topic-reopened = Topic reopened
content-renamed = The chat is now called “{ $title }”
content-group-created = { $name } created the group
content-channel-created = Channel created
content-you-paid = You paid { $price }
content-you-paid-for = You paid { $price } for “{ $title }”
content-paid = { $name } paid { $price }
content-paid-for = { $name } paid { $price } for “{ $title }”
content-refunded = { $bot } refunded { $price }

# paying
content-invoice = invoice
content-checkout = Checkout
content-total = Total
content-pay = Pay { $price }
content-pay-with-card = Test card
content-pay-with-stars = Test balance
content-card-works = Works
content-card-declined = Is declined
content-stars-works = Enough Stars
content-stars-declined = Too few Stars
content-pay-note = No real money moves: both cards are pretend.
content-pay-note-stars = No real Stars move: the balance is pretend.
content-pay-asking = Asking the bot…
content-pay-done = Paid { $price }
content-pay-done-note = The bot has been told.
content-pay-refused = The bot declined the order
content-pay-unanswered = The bot did not answer within 10 seconds
content-pay-declined = The card was declined
content-pay-declined-stars = There are too few Stars
content-pay-failed = The answer got lost. The chat shows whether the payment went through.
content-pay-nothing = Nothing was charged.
content-pay-again = Try again
