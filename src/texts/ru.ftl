# The sentences of Levem. Html for say(), plain text for label(); see texts.ts.

# --- the bot itself
bot-description =
    Levem — билеты на события прямо в Telegram.

    Покупайте билеты за пару нажатий, создавайте свои события и продавайте билеты здесь же, в чате.
bot-short-description = Билеты на события прямо в Telegram: купить, создать, продать.
command-buy = Взять билет
command-events = Что будет: афиша и билеты
command-mytickets = Мои билеты
command-newevent = Создать событие
command-myevents = Мои события: продажи и настройки
command-language = Язык · Language
command-help = Что я умею
command-cancel = Прервать заполнение
command-chatid = ID этого чата

start =
    Здравствуйте, { $name }! 👋

    Это <b>Levem</b> — билеты на события прямо в Telegram.

    🎟 Выберите событие и возьмите билет за пару нажатий.
    🎉 Или создайте своё: билеты на него купят здесь же.
help =
    <b>Что я умею</b>

    <b>Купить билет</b>
    /events — афиша; /buy — то же самое
    /mytickets — мои билеты

    <b>Провести событие</b>
    /newevent — создать событие, вопрос за вопросом
    /myevents — продажи, ссылка, изменения, отмена
    /door — вход: сканировать билеты, искать по имени

    <b>Прочее</b>
    /language — язык
    /cancel — прервать заполнение
    /chatid — ID чата (работает и в группах)
language-ask = На каком языке говорить? · Which language shall we speak?
language-set = Хорошо, говорим по-русски.
cancel-done = Заполнение прервано, черновик удалён.
cancel-nothing = Прерывать нечего: ничего не заполняется. Чем помочь?
not-understood = Не совсем понимаю. Вот что можно сделать:
defect = Извините, у нас что-то сломалось. Мы уже знаем об этом (номер <code>{ $id }</code>). Попробуйте ещё раз чуть позже.
price-free = бесплатно

# --- buttons
button-back = ‹ Назад
button-buy = 🎟 Взять билет
button-buy-more = Ещё билеты
button-buyers = 👥 Кто купил
button-cancel-event = ✖️ Отменить событие
button-confirm = ✅ Подтвердить
button-copy = 📋 Скопировать
button-copy-link = 📋 Ссылка
button-discard = 🗑 Удалить
button-edit = ✏️ Изменить
button-edit-answer = ✏️ Изменить ответ
button-events = 🎪 Афиша
button-edit-instead = 🗑 Удалить черновик и изменить
button-first-page = « В начало
button-go-on = ✏️ Продолжить черновик
button-manage = ⚙️ Управлять
button-my-events = 📋 Мои события
button-my-tickets = 🎟 Мои билеты
button-new-event = 🎉 Создать событие
button-next-page = Дальше »
button-old = Эта кнопка устарела.
button-open-bot = Открыть Levem
button-open-event = Открыть событие
button-publish = 🎉 Опубликовать
button-publish-again = ▶️ Вернуть в продажу
button-read-more = 📖 Описание целиком
button-remove = 🗑 Удалить событие
button-resend = 🔁 Отправить ещё раз
button-save = 💾 Сохранить
button-share = 📣 Поделиться
button-show-card = 👀 Как видят гости
button-skip = Пропустить ›
button-start-over = Начать заново
button-unpublish = ⏸ Снять с продажи
button-yes-do-it = Да, точно

# --- chats
chat-id-set =
    ID этого чата:
    <code>{ $id }</code>

    ✔️ Сюда приходят объявления.
chat-id =
    ID этого чата:
    <code>{ $id }</code>

    Впишите его в <code>TELEGRAM_CHAT_ID</code>, и объявления будут приходить сюда.
group-private = Билеты и события — в личном чате со мной.

# --- events for buyers
events-list = <b>🎪 Афиша</b>
events-none = Пока ничего не запланировано. Загляните позже — или создайте своё событие: /newevent
events-line = { $title } · { $when } · { $price }{ $left ->
    [0] { " " }· билетов нет
    *[other] { "" }
    }
card =
    <b>{ $title }</b>

    📅 { $when }
    🕒 По вашим часам: { $yours }
    📍 { $venue }
    💰 { $price }
    🎟 { $left ->
        [0] Билеты закончились
        [one] Остался { $left } билет
        [few] Осталось { $left } билета
        *[many] Осталось { $left } билетов
    }
card-cancelled = 🚫 <b>Событие отменено.</b>
card-not-on-sale = ⏸ <b>Билеты сейчас не продаются.</b>
card-ended = 🏁 <b>Событие уже прошло.</b>

# --- buying
buy-quantity =
    <b>{ $title }</b>

    Сколько билетов? { $left ->
        [one] Остался { $left }.
        *[other] Осталось { $left }.
    }
buy-confirm =
    <b>{ $title }</b>
    📅 { $when }
    📍 { $venue }

    🎟 { $quantity ->
        [one] { $quantity } билет
        [few] { $quantity } билета
        *[many] { $quantity } билетов
    }
    💰 { $way ->
        [free] бесплатно
        *[atDoor] { $total } — оплата на входе
    }
buy-done =
    ✅ Готово! Вы взяли { $quantity ->
        [one] { $quantity } билет
        [few] { $quantity } билета
        *[many] { $quantity } билетов
    } на «<b>{ $title }</b>».{ $way ->
        [free] { "" }
        *[atDoor] { " " }Оплата на входе: { $total }.
    }

    { $quantity ->
        [one] Билет придёт
        *[other] Билеты придут
    } следующим сообщением.

# --- /newevent
form-begin =
    🎉 <b>Новое событие</b>

    Несколько коротких вопросов — и можно продавать билеты. Прервать: /cancel
form-go-on = Черновик «{ $title }» сохранён, продолжаем с того же места.
form-other-draft = Черновик «{ $title }» ещё не закончен. Продолжить его — или удалить и изменить выбранное событие?
form-untitled = без названия
form-discarded = Черновик удалён. Новый — /newevent
ask-frame =
    { $editing ->
        [yes] <i>Изменение</i>
        *[no] <i>{ $step } из { $of }</i>
    }
    { $ask }
ask-title = <b>Как называется событие?</b> До { $titleMax } символов.
ask-description = <b>О чём оно?</b> Расскажите гостям, до { $descriptionMax } символов. Можно пропустить.
ask-startsAt =
    <b>Когда начало?</b>
    Напишите, например, <code>25.12.2026 19:00</code> или «завтра в 19:00» — или выберите день. Часовой пояс: { $zone }.
ask-endsAt =
    <b>Когда конец?</b>
    Напишите время, например <code>22:00</code>, или дату и время. Можно пропустить.
ask-time =
    <b>{ $day } — во сколько?</b>
    Выберите или напишите, например <code>19:15</code>.
ask-venue = <b>Где?</b> Адрес или название места, до { $venueMax } символов.
ask-price = <b>Сколько стоит билет?</b> Число в { $currency }; 0 — бесплатно.
ask-capacity = <b>Сколько всего билетов?</b>
ask-poster = <b>Пришлите афишу</b> — одну картинку. Можно пропустить.
understood-start = ✔️ Начало: <b>{ $when }</b>
understood-time = ✔️ <b>{ $when }</b>
understood-price = ✔️ Цена: <b>{ $price }</b>
preview-head = 👀 <b>Так это увидят гости.</b> Всё верно?
field-title = Название
field-description = Описание
field-startsAt = Начало
field-endsAt = Конец
field-venue = Место
field-price = Цена
field-capacity = Число билетов
field-poster = Афиша
published =
    🎉 Событие «<b>{ $title }</b>» опубликовано!

    Ссылка для гостей:
    { $link }
published-no-chat = ℹ️ Чат для объявлений пока не настроен: объявление подождёт и уйдёт, когда он появится. Событие уже в продаже.
saved = 💾 Изменения сохранены: «<b>{ $title }</b>».

# --- /myevents
my-events-list = <b>📋 Мои события</b>
my-events-none = Событий пока нет. Создадим первое?
my-events-line = { $state ->
    [draft] ⏸
    [cancelled] 🚫
    [ended] 🏁
    *[published] ▶️
    } { $title } · { $when } · продано { $sold }, осталось { $left } · { $money }
manage =
    { $state ->
        [draft] ⏸ Снято с продажи
        [cancelled] 🚫 Отменено
        [ended] 🏁 Прошло
        *[published] ▶️ В продаже
    }
    <b>{ $title }</b>
    📅 { $when }
    📍 { $venue }

    🎟 Продано: { $sold } · осталось: { $left }
    💰 Сумма заказов: { $money }
manage-link = 🔗 { $link }
manage-troubled = ⚠️ Объявлений ещё не доставлено: { $late }. Не удалось доставить: { $givenUp }.
manage-resent = 🔁 { $count ->
    [0] Отправлять нечего.
    *[other] Отправляем ещё раз: { $count }.
    }
manage-unpublished = ⏸ Снято с продажи. Проданные билеты действуют.
manage-published = ▶️ Снова в продаже.
manage-cancel-ask =
    Отменить «<b>{ $title }</b>»?

    { $sold ->
        [0] Билетов пока никто не брал.
        [one] { $sold } билет перестанет действовать, его владелец получит сообщение.
        [few] { $sold } билета перестанут действовать, владельцы получат сообщение.
        *[many] { $sold } билетов перестанут действовать, владельцы получат сообщение.
    } Вернуть событие будет нельзя.
manage-cancelled = 🚫 Событие отменено. Гостям сообщаем.
manage-remove-ask = Удалить «<b>{ $title }</b>» насовсем?
manage-removed = 🗑 Событие удалено.
buyers-head = 👥 <b>{ $title }</b> — кто купил:
buyers-none = Билеты на «{ $title }» пока никто не брал.
buyers-line = № { $order } · { $buyer } · { $quantity } шт. · { $total }{ $state ->
    [cancelled] { " " }· отменён
    *[confirmed] { "" }
    }

# --- the notification chat
news-test = 🧪 <b>Проверка связи.</b> Это пробное объявление, событие не настоящее.
news-repeat = 🔁 <i>Повтор: возможно, это сообщение уже приходило.</i>
news-eventPublished =
    🎉 <b>Новое событие!</b>

    📝 <b>{ $title }</b>
    📍 { $venue }
    📅 { $when }
    👤 Организатор: { $organizer }
    💰 { $price } · 🎟 { $capacity ->
        [one] { $capacity } билет
        [few] { $capacity } билета
        *[many] { $capacity } билетов
    }
news-ticketsIssued =
    🎟️ <b>{ $quantity ->
        [one] Куплен { $quantity } билет
        [few] Куплено { $quantity } билета
        *[many] Куплено { $quantity } билетов
    }</b>

    🎪 { $title }
    💰 { $way ->
        [free] бесплатно
        *[atDoor] { $total }, оплата на входе
    }
    👤 { $buyer }
    📦 Осталось: { $left }
news-soldOut = 🔥 <b>Все билеты проданы!</b> 🎪 { $title } — { $capacity } из { $capacity }
news-eventCancelled =
    🚫 <b>Событие отменено</b>

    📝 <b>{ $title }</b>
    📅 { $when }
    👤 Организатор: { $organizer }
    🎟 Было выдано билетов: { $issued }
digest-head = ⚡️ <b>{ $orders ->
        [0] Билеты разобрали
        [one] { $orders } покупка подряд
        [few] { $orders } покупки подряд
        *[many] { $orders } покупок подряд
    }</b>
digest-line = 🎪 { $title }: { $orders ->
        [one] { $orders } заказ
        [few] { $orders } заказа
        *[many] { $orders } заказов
    }, { $tickets ->
        [one] { $tickets } билет
        [few] { $tickets } билета
        *[many] { $tickets } билетов
    }, { $money } · осталось { $left }
digest-soldOut = 🔥 { $title }: все билеты проданы ({ $capacity })

# --- what a person hears unasked
news-yourEventCancelled =
    🚫 <b>Событие отменено:</b> { $title }
    📅 { $when }

    { $quantity ->
        [one] Ваш билет больше не действует.
        *[other] Ваши билеты ({ $quantity }) больше не действуют.
    } Нам жаль.
news-yourEventChanged =
    ✏️ <b>Событие «{ $before }» изменилось.</b> Теперь так:

    📝 <b>{ $title }</b>
    📅 { $when }
    📍 { $venue }

    Ваши билеты действуют. Картинки с новыми данными: /mytickets
news-announcementDelayed = ℹ️ { $about ->
    [eventPublished] Объявление о событии «{ $title }» пока не дошло до чата. Событие уже в продаже.
    [eventCancelled] Объявление об отмене «{ $title }» пока не дошло до чата. Событие отменено.
    *[ticketsIssued] Чат организаторов пока не получил новость о вашей покупке («{ $title }»). Ваши билеты в порядке.
    } { $again ->
    [byHand] Отправить ещё раз может организатор: /myevents
    *[soon] Скоро отправим ещё раз.
    }

# --- refusals
refusal-busy = Сейчас очень много желающих. Попробуйте ещё раз через несколько секунд.
refusal-buttonNeeded = Выберите кнопку под сообщением.
refusal-capacityBelowTaken = Уже продано: { $taken }. Укажите не меньше.
refusal-capacityOutOfRange = Укажите число от 1 до { $max }.
refusal-descriptionTooLong = Получилось { $length } символов, а помещается { $max }. Сократите немного.
refusal-draftGone = Черновика уже нет. Начните заново: /newevent
refusal-endBeforeStart = Конец должен быть позже начала.
refusal-eventCancelled = Событие «{ $title }» отменено.
refusal-eventEnded = Событие «{ $title }» уже прошло.
refusal-eventHasSales = На «{ $title }» уже есть заказы. Его можно отменить, а удалить — нет.
refusal-eventNotFound = Такого события нет. Посмотрите афишу: /events
refusal-eventNotOnSale = Билеты на «{ $title }» сейчас не продаются.
refusal-mayNotOrganize = Создавать события здесь могут только организаторы. Попросите владельца бота добавить вас.
refusal-notANumber = Нужно целое число, например 100.
refusal-notYours = Это может только организатор события.
refusal-pastDate = Это время уже прошло. Укажите будущее.
refusal-photoNeeded = Здесь нужна картинка. Пришлите её как фото — или пропустите вопрос.
refusal-priceChanged = Цена изменилась. Вот новая:
refusal-priceNegative = Цена не может быть меньше нуля.
refusal-priceNotMoney = Не похоже на цену. Напишите число, например 500 или 499,50.
refusal-priceTooFine = { $digits ->
    [0] У этой валюты нет дробной части: укажите целое число.
    *[other] Слишком много знаков после запятой: их может быть { $digits }.
    }
refusal-priceTooHigh = Это слишком много: цена может быть до { $max }.
refusal-quantityOutOfRange = За один раз можно взять от 1 до { $max } билетов.
refusal-soldOut = Билеты на «{ $title }» закончились.
refusal-textNeeded = Здесь нужен текст. Напишите его одним сообщением.
refusal-titleTooLong = Получилось { $length } символов, а помещается { $max }. Сократите название.
refusal-tooFewLeft = { $left ->
    [one] Столько билетов уже нет: остался { $left }.
    *[other] Столько билетов уже нет: осталось { $left }.
    }
refusal-tooFarAhead = Слишком далеко: можно не больше чем на { $years ->
    [one] { $years } год
    [few] { $years } года
    *[many] { $years } лет
    } вперёд.
refusal-venueTooLong = Получилось { $length } символов, а помещается { $max }. Сократите название места.
refusal-whenNotUnderstood = Не получилось понять дату. Напишите, например, 25.12.2026 19:00 или «завтра в 19:00».

# --- отказы у входа, по ссылкам и билетам
refusal-giveBackClosed = Сдать этот билет нельзя: срок прошёл или организатор не принимает билеты обратно.
refusal-linkExpired = Эта ссылка больше не действует. Попросите новую.
refusal-linkForeign = Эта ссылка не для вас: отправьте её тому, кто будет стоять на входе.
refusal-linkUnknown = Такой ссылки нет. Попросите новую.
refusal-linkUsed = Этой ссылкой уже воспользовались: она действует один раз.
refusal-notCheckedIn = По этому билету ещё не входили, отменять нечего.
refusal-notHolder = Этот билет сейчас не у вас.
refusal-ownTicket = Это ваш собственный билет. Отправьте ссылку тому, кому хотите его передать.
refusal-staffOnly = Это могут только контролёры события и его организатор.
refusal-ticketNotFound = Такого билета нет. Ваши билеты здесь: /mytickets
refusal-ticketReturned = Этот билет сдан.
refusal-ticketUsed = По этому билету уже вошли.
refusal-tooManyGuesses = Слишком много кодов, которых нет. Попробуйте снова через { $minutes ->
    [one] { $minutes } минуту
    [few] { $minutes } минуты
    *[many] { $minutes } минут
    }.
refusal-undoTooLate = Отменить уже нельзя: это можно только в первые пять минут.

# --- the door
command-door = На входе: пропускать гостей
button-door = 🚪 Ко входу
button-doors = 🚪 Все входы
button-open-door = 🚪 Открыть вход
button-that-door = ⇄ Перейти на тот вход
button-let-in = ✅ Пропустить
button-paid-let-in = 💰 Оплачено, пропустить
button-undo = ↩️ Отменить (5 мин)
button-search = 🔎 Найти по имени
button-who-is-in = 📋 Кто вошёл
button-hand-over = 🤝 Передать дежурство
button-leave-door = 👋 Уйти со входа
verdict-letIn = ✅ <b>ПРОПУСТИТЬ</b>
verdict-letIn-paid = ✅ <b>ПРОПУСТИТЬ — ОПЛАЧЕНО { $paid }</b>
verdict-letInJustNow =
    ✅ <b>ПРОПУСТИТЬ</b> — вы только что отметили
    Это было в { $time }, билет тот же самый.
verdict-alreadyIn = ⚠️ <b>УЖЕ ВОШЛИ</b> — { $time }, отметка: { $by }
verdict-toPay =
    💰 <b>К ОПЛАТЕ: { $due }</b>
    Пока не отмечено.
verdict-wrongEvent =
    ⛔️ <b>ДРУГОЕ СОБЫТИЕ</b>
    Этот билет на «{ $title }», { $when }.
    А вы на входе «{ $here }».
verdict-eventCancelled =
    ⛔️ <b>ОТМЕНЕНО</b>
    События не будет, билет не действует.
verdict-returned =
    ⛔️ <b>БИЛЕТ ВОЗВРАЩЁН</b>
    Гость вернул этот билет, он больше не действует.
verdict-givenAway =
    🔁 <b>ПЕРЕДАН ДРУГОМУ</b>
    Это старый код билета на «{ $title }». Билет передали ({ $time }), у нового гостя новый код.
verdict-undone = ↩️ <b>ОТМЕТКА СНЯТА — НЕ ВОШЛИ</b>
verdict-ticket =
    👤 <b>{ $holder }</b>
    🎟 { $hasType ->
        [yes] { $type } · № { $number }
        *[no] № { $number }
    } · <code>{ $code }</code> · заказ { $order }
    🎪 { $title }

    👥 Вошли: { $in } из { $of }
scan-stranger = 🎟 Это билет на «{ $title }».
scan-nobody = Такого билета нет. Все ли символы верны? Ваши билеты: /mytickets
scan-no-picture = Не получилось рассмотреть картинку. Пришлите её ещё раз или напишите короткий код под ней.
scan-no-code = На картинке не видно кода. Снимите ближе и ровнее или напишите короткий код под ним.
scan-foreign-code = Это код не наших билетов.
door =
    🚪 <b>{ $title }</b>
    📅 { $when }

    👥 Вошли: <b>{ $in } из { $of }</b>{ $toPay ->
        [0] { "" }
        *[other] { "" } · 💰 ещё к оплате: { $toPay }
    }
door-latest = <b>Последние</b>
door-line = { $time } · { $holder } · № { $number } · отметка: { $by }
door-how = <i>Наведите на билет камеру телефона, пришлите мне фото кода или напишите имя, номер билета либо короткий код.</i>
door-form-open = ✏️ Сейчас заполняется событие: что вы пишете, попадает туда. /cancel прервёт заполнение, и можно будет искать.
door-none =
    Открыть пока нечего.

    Своё событие появится здесь после публикации. Помогаете кому-то — попросите приглашение: /myevents → событие → «Помощники».
door-choose = <b>🚪 Какой вход?</b>
door-choice = { $title } · { $when }
door-left = 👋 Вы ушли со входа. Вернуться можно всегда: /door
search-how = 🔎 «{ $title }»: просто напишите имя, номер билета или короткий код.
search-found =
    🔎 «{ $text }» — кого пропустить?{ $more ->
        [yes] { " " }Возможно, это не все: напишите имя полнее.
        *[no] { "" }
    }
search-line = { $state ->
    [in] ☑️ внутри ·
    [toPay] 💰 { $due } ·
    *[out] ✅
    } { $holder } · № { $number }
search-none = 🔎 По «{ $text }» на «{ $title }» никого не нашлось. Попробуйте часть имени, номер билета или короткий код.
who-is-in = 📋 <b>{ $title }</b> — кто вошёл:
who-is-in-none = 📋 Пока никто не вошёл: «{ $title }».

# --- staff
button-staff = 👥 Помощники
button-invite-staff = ➕ Пригласить
button-remove-staff = ✖️ { $name }
button-accept = ✅ Согласиться
button-decline = Нет, спасибо
staff-list =
    👥 <b>{ $title }</b> — кто помогает на входе

    Они пропускают гостей и видят их имена. Кнопка убирает помощника.
staff-none =
    👥 <b>{ $title }</b>

    На входе пока никто не помогает. Пригласите: кроме Telegram, ничего не нужно.
staff-line = { $name } · с { $since }
staff-link =
    🤝 <b>Приглашение на вход «{ $title }»</b>

    Передайте ссылку одному человеку. Она сработает один раз, до { $until }:
    { $link }
staff-share = Помогите, пожалуйста, на входе «{ $title }»: откройте ссылку.
staff-invited =
    🤝 { $organizer } просит вас помочь на входе.

    <b>{ $title }</b>
    📅 { $when }
    📍 { $venue }

    Вы будете сканировать билеты телефоном и пропускать гостей.
staff-welcome =
    🤝 Вы на входе «<b>{ $title }</b>».

    Откройте вход, когда придут гости. Сканируйте билеты камерой телефона, остальное подскажем там. Позже: /door
staff-declined = Хорошо. Ссылка осталась неиспользованной.
staff-remove-ask = Убрать со входа: <b>{ $name }</b>?
staff-removed = Готово. Человеку сообщаем.

# --- npm run chat-id, in the terminal
chats-none = Пока ни один чат не ждёт. Добавьте бота в группу или канал (или напишите ему), отправьте там сообщение и запустите ещё раз.
chats-failed =
    Telegram не ответил как надо: { $reason }
    Если бот сейчас запущен, остановите его ненадолго — или отправьте /chatid прямо в чате.

# --- npm run selftest, in the terminal
selftest-head = Проверка Levem
selftest-token = Токен: бот @{ $bot }
selftest-token-advice = Telegram не принимает токен или не отвечает. Проверьте TELEGRAM_BOT_TOKEN (его выдаёт @BotFather) и связь с { $root }.
selftest-chat = Чат: { $chat }
selftest-chat-advice = Чат не найден. Добавьте бота в чат и впишите ID из /chatid в TELEGRAM_CHAT_ID.
selftest-rights = Право писать в чат есть
selftest-rights-advice = Бот не может писать в этот чат. Дайте ему право отправлять сообщения (в канале — сделайте администратором).
selftest-database = База данных: { $database }
selftest-database-advice = База данных недоступна. Проверьте DATABASE_URL. Если бот работает с этим же файлом SQLite, остановите его на время проверки.
selftest-organizer = Пробный организатор и покупатель созданы
selftest-organizer-advice = База данных не принимает записи. Проверьте место на диске и права.
selftest-event = Событие создано, объявление доставлено
selftest-event-advice = Объявление о событии не доставлено: смотрите причину выше.
selftest-ticket = Билет выдан, объявление доставлено
selftest-ticket-advice = Объявление о билете не доставлено: смотрите причину выше.
selftest-clean = Пробные данные удалены
selftest-clean-advice = Пробные данные не удалились. Запустите проверку ещё раз.
selftest-done = Всё работает.
selftest-failed = Проверка не пройдена.
selftest-reason = Причина: { $reason }
selftest-title = Пробное событие Levem
selftest-venue = Здесь и сейчас
selftest-organizer-name = Пробный организатор
selftest-buyer-name = Пробный покупатель

# --- npm run demo, in the terminal
demo-title = Levem: попробуйте в браузере
demo-about = Бот настоящий, файл SQLite новый, понарошку только Telegram. Ctrl-C всё завершит и уберёт за собой.
demo-failed = Бот не запустился. Последние строки его журнала:

# --- npm run demo: the people, the chat and the events it begins with
demo-chat = Levem · Продажи
demo-organizer = Анна
demo-buyer = Борис
demo-guest = Маша
demo-door = Вера
demo-sketch-title = Скетчинг у реки
demo-sketch-description = Два неспешных часа с карандашами и термосом. Бумага, краски и хорошая компания — с нас, опыт не нужен.
demo-sketch-venue = Старый мост, левый берег
demo-supper-title = Ужин на четверых
demo-supper-description = Один стол, четыре незнакомца, пять блюд. Шеф готовит из того, что утром нашлось на рынке.
demo-supper-venue = Кухня № 12, Садовый переулок, 3
demo-jazz-title = Джаз на крыше
demo-jazz-description = Два отделения, весь город у ваших ног и огоньки над головой. Пледы есть, бар работает до последнего гостя.
demo-jazz-venue = Лофт «Крыша», Лесная, 5

# --- the ticket's picture
ticket-picture-heading = Билет
ticket-picture-untitled = Билет на событие
ticket-picture-type = Тип билета
ticket-picture-admission = Входной
ticket-picture-holder = Гость
ticket-picture-order = Заказ
ticket-picture-number = Номер билета
ticket-picture-price = Цена
ticket-picture-stars = { $count } { $count ->
    [one] звезда
    [few] звезды
    *[many] звёзд
    }
ticket-picture-show = Покажите этот код на входе

# --- tickets
tickets-none = Билетов пока нет. Самое время выбрать событие!
tickets-none-ahead = <b>🎟 Мои билеты</b>

    Впереди пока ничего нет.
tickets-list = <b>🎟 Мои билеты</b>
tickets-past = <b>🗂 Прошедшие</b>
tickets-list-line = { $mark ->
    [cancelled] 🚫
    [used] ✔️
    [ended] 🏁
    [offered] 🎁
    *[valid] 🎟
    } { $when } · { $title } · № { $number }
tickets-order =
    🎟 <b>{ $title }</b>
    📅 { $when }
    📍 { $venue }
    💰 { $way ->
        [free] бесплатно
        [paid] оплачено
        *[atDoor] на входе: { $total }
    }
    🧾 Заказ № { $order }, { $quantity ->
        [one] { $quantity } билет
        [few] { $quantity } билета
        *[many] { $quantity } билетов
    }. Покажите код на входе:
tickets-line = № { $number } · <code>{ $code }</code>
tickets-line-link = № { $number } · <code>{ $code }</code> · { $link }
tickets-cancelled = 🚫 Событие отменено, билеты больше не действуют.
ticket =
    🎟 <b>{ $title }</b>
    📅 { $when }
    📍 { $venue }
    💰 { $way ->
        [free] бесплатно
        [paid] оплачено
        *[atDoor] на входе: { $total }
    }
    🧾 Заказ № { $order } · билет № { $number }
    👤 { $holder }
ticket-code = Код для входа: <code>{ $code }</code>
ticket-used = ✔️ Вход отмечен: { $at }.
ticket-returned = ↩️ Вы вернули этот билет.
ticket-offered = 🎁 Открыта ссылка, по которой этот билет можно забрать. Пока его никто не принял, он ваш.
ticket-order-number = № { $order }
ticket-due = оплата на входе: { $total }
picture-coming = Картинка уже в пути.
calendar-sent = 📅 Откройте файл — и событие будет в вашем календаре.
button-calendar = 📅 В календарь
button-give-back = ↩️ Вернуть
button-offer = 🎁 Передать
button-offer-again = 🎁 Новая ссылка
button-past = 🗂 Прошедшие
button-picture = 🖼 Показать картинку
button-pictures = 🖼 Весь заказ
button-ticket-more = Ещё »
button-upcoming = ‹ Предстоящие
button-withdraw = ✖️ Отозвать ссылку

# --- gifts
gift-offered =
    🎁 <b>Ссылка на билет № { $number }, «{ $title }»</b>

    { $link }

    Отправьте её тому, кому передаёте билет. Она сработает один раз, до { $until }. Пока билет никто не принял, он ваш; потом ваша картинка и код на входе уже не действуют.
gift-invitation = Билет на «{ $title }» — для вас. Откройте ссылку, чтобы его принять:
gift-look =
    🎁 <b>{ $from }: билет для вас</b>

    🎟 <b>{ $title }</b>
    📅 { $when }
    📍 { $venue }

    Ссылка действует до { $until }.
gift-own =
    Это ваша же ссылка: билет на «<b>{ $title }</b>» достанется тому, кто первым его примет, до { $until }.

    Отправьте её дальше:
gift-yours = Этот билет на «<b>{ $title }</b>» уже ваш.
gift-accepted = ✅ Билет ваш. Он придёт следующим сообщением.
gift-declined = Хорошо. Билет остаётся у владельца.
gift-withdrawn = ✖️ Ссылка больше не действует. Билет остаётся у вас.
button-gift-accept = ✅ Принять
button-gift-decline = Нет, спасибо
button-send-link = 📣 Отправить ссылку
news-ticketGiven =
    🎁 Ваш билет № { $number } на «<b>{ $title }</b>» теперь у нового владельца: <b>{ $to }</b>.

    Картинка в этом чате на входе больше не действует: её код передан.
news-ticketReceived = 🎁 Вам передали билет: <b>{ $from }</b>. Код у него новый и действует только у вас.
news-staffJoined = 🤝 На входе «<b>{ $title }</b>» теперь помогает <b>{ $name }</b>.
news-staffRemoved = Вы больше не помогаете на входе «<b>{ $title }</b>». Спасибо за помощь!

# --- giving back
card-give-back = ↩️ Билет можно вернуть до { $until }.
give-back-ask =
    Вернуть билет № { $number } на «<b>{ $title }</b>»?

    Место сразу освободится, а код перестанет действовать. { $way ->
        [free] Билет был бесплатным: возвращать деньги не нужно.
        *[atDoor] Оплата была бы на входе: возвращать деньги не нужно.
    }
give-back-done = ↩️ Билет № { $number } на «<b>{ $title }</b>» возвращён. Спасибо: теперь сможет прийти кто-то ещё.
give-back-policy =
    ↩️ <b>{ $title }</b>

    До какого времени можно вернуть билет? Возвращённое место сразу снова в продаже. Гости видят это в карточке события.
give-back-never = Возврата нет
give-back-start = До начала
give-back-h3 = Не позже чем за 3 часа
give-back-h24 = Не позже чем за сутки
give-back-h72 = Не позже чем за 3 дня
give-back-saved = Сохранено.
button-give-back-policy = ↩️ Возврат билетов
