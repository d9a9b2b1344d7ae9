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
    Чтобы найти событие, просто напишите слово или день: «джаз», «пятница»
    /mytickets — мои билеты; /orders — мои заказы и чеки
    /following — чьи новые события мне приходят

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
cancel-held = ☝️ За вами заказ № { $order }, он ещё не оплачен. Чтобы отказаться от него, нажмите «Отменить заказ».
cancel-nothing = Прерывать нечего: ничего не заполняется. Чем помочь?
question-closed = ✋ На вопрос выше отвечать уже не нужно.
command-unknown = Команды { $command } я не знаю. Если это ответ, напишите его без «/».
hint-voice = Слушать сообщения я не умею. Напишите текстом — или выберите здесь:
hint-sticker = Красиво! Но понимаю я только слова и кнопки:
hint-contact = Номера телефонов мне не нужны: билеты привязаны к вашему Telegram. Вот что можно сделать:
hint-location = Место пригодится, только когда я о нём спрошу, например в /newevent. Вот что можно сделать:
hint-poll = Голосовать я не умею. Вот что можно сделать:
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
button-dont-save = ✖️ Не сохранять
button-edit = ✏️ Изменить
button-edit-answer = ✏️ Изменить ответ
button-events = 🎪 Афиша
button-edit-instead = 🗑 Удалить его и изменить
button-first-page = « В начало
button-go-on = ✏️ Продолжить черновик
button-manage = ⚙️ Управлять
button-my-events = 📋 Мои события
button-my-tickets = 🎟 Мои билеты
button-new-event = 🎉 Создать событие
button-next-page = Дальше »
button-old = Эта кнопка устарела.
answer-waits = { $minutes ->
    [0] { $seconds ->
        [one] Сейчас здесь много людей: ответ придёт примерно через { $seconds } секунду.
        [few] Сейчас здесь много людей: ответ придёт примерно через { $seconds } секунды.
       *[many] Сейчас здесь много людей: ответ придёт примерно через { $seconds } секунд.
    }
    [one] Сейчас здесь много людей: ответ придёт примерно через { $minutes } минуту.
    [few] Сейчас здесь много людей: ответ придёт примерно через { $minutes } минуты.
   *[many] Сейчас здесь много людей: ответ придёт примерно через { $minutes } минут.
}
too-much = Столько сразу я не успеваю. Сначала отвечу на то, что уже пришло, — продолжите, пожалуйста, чуть позже.
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
events-line =
    <b>{ $title }</b>
    📅 { $when } · { $price }{ $left ->
    [0] { " " }· билетов нет
    *[other] { "" }
    }
event-button = { $when } · { $title }
events-hint = 🔎 Ищете что-то? Напишите слово или день: «джаз», «пятница», «на выходных».
finding-list = <b>🔎 { $hasDays ->
    [yes] { $days }
    *[no] Вот что нашлось
    }</b>
finding-line =
    <b>{ $title }</b>
    📅 { $when }
    📍 { $venue } · { $state ->
        [none] билетов нет
        [before] в продаже с { $from }
        [after] больше не продаются
        *[open] { $price }
    }
finding-other-days = 🔎 На { $days } ничего нет. Зато в другие дни есть:
finding-near = 🔎 С таким названием ничего нет. Может быть, вы искали это?
finding-none = 🔎 Такого события я не знаю. Ищу по названию, месту и дню — хватит одного слова: «джаз», «пятница», «на выходных». Вопрос организатору? Задайте его под карточкой события или под билетом.
finding-none-days = 🔎 На { $days } ничего нет. Попробуйте другой день или слово из названия или адреса.
card =
    <b>{ $title }</b>

    📅 { $when }
    🕒 По вашим часам: { $yours }
    📍 { $venue }
card-price = 💰 { $price }
card-left = 🎟 { $left ->
    [0] Билеты закончились
    [one] Остался { $left } билет
    [few] Осталось { $left } билета
    *[many] Осталось { $left } билетов
    }
card-sale = 🎟 { $sale ->
    [coming] { $left ->
        [0] Билеты закончились
        [one] Будет { $left } билет
        [few] Будет { $left } билета
        *[many] Будет { $left } билетов
    }
    [before] { $left ->
        [one] { $left } билет, в продаже с { $from }
        [few] { $left } билета, в продаже с { $from }
        *[many] { $left } билетов, в продаже с { $from }
    }
    *[after] Билеты больше не продаются
    }
card-type = 🎟 <b>{ $name }</b> — { $price }{ $sale ->
    [before] { "" } · в продаже с { $from }
    [after] { "" } · больше не продаются
    [over] { "" }
    [coming] { $left ->
        [0] { "" } · закончились
        [one] { "" } · { $left } билет
        [few] { "" } · { $left } билета
        *[many] { "" } · { $left } билетов
    }
    *[open] { $left ->
        [0] { $isHeld ->
            [yes] { "" } · пока нет
            *[no] { "" } · закончились
        }
        [one] { "" } · остался { $left }
        *[other] { "" } · осталось { $left }
    }
    }
card-more-types = 🎟 … и ещё { $more ->
    [one] { $more } вид билетов
    [few] { $more } вида билетов
    *[many] { $more } видов билетов
    }
type-unnamed = Билет
price-from = от { $price }
price-free-to = бесплатно – { $highest }
card-held = ⏳ Пока всё занято: { $seats ->
    [one] { $seats } место ещё не оплачено
    [few] { $seats } места ещё не оплачены
    *[many] { $seats } мест ещё не оплачены
    } и держится самое позднее до { $until }. От чего откажутся, то снова появится: загляните ещё раз.
card-held-own = ⏳ Больше ничего не осталось: { $seats ->
    [one] { $seats } место держится за вами
    [few] { $seats } места держатся за вами
    *[many] { $seats } мест держатся за вами
    } до { $until }. Чтобы оплатить, откройте заказ.
button-look-again = 🔄 Проверить ещё раз
held-faster = ☝️ Кто-то успел на мгновение раньше.
looked-again = { $left ->
    [0] { $isHeld ->
        [yes] Всё ещё занято. Загляните через пару минут.
        *[no] Теперь всё продано. Очень жаль.
    }
    [one] Есть { $left } билет!
    [few] Есть { $left } билета!
    *[many] Есть { $left } билетов!
    }
button-organizers-others = 👤 Ещё от организатора
organizers-others = <b>👤 Другие события этого организатора</b>
organizers-others-none = Других событий у этого организатора пока нет.
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

    🎟 { $hasType ->
        [yes] { $type } × { $quantity }
        *[no] { $quantity ->
            [one] { $quantity } билет
            [few] { $quantity } билета
            *[many] { $quantity } билетов
        }
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
form-edited-late = Этот ответ был принят до правки и не изменился. Вернуться к нему — кнопкой «‹ Назад».
form-untitled = без названия
form-not-saved = Хорошо, ничего не изменилось.
form-discarded = Черновик удалён. Новый — /newevent
answered-now = ✏️ Сейчас: { $value }
ask-frame =
    { $about ->
        [change] <i>Изменение</i>
        [type] <i>Вид билетов</i>
        *[new] <i>{ $step } из { $of }</i>
    }
    { $ask }
ask-title = <b>Как называется событие?</b> До { $titleMax } символов.
ask-description = <b>О чём оно?</b> Расскажите гостям, до { $descriptionMax } символов. Можно пропустить.
ask-startsAt =
    <b>Когда начало?</b>
    Напишите, например, <code>25.12.2026 19:00</code> или «завтра в 19:00» — или выберите день. Часовой пояс: { $zone } — или укажите другой, например «19:00 по Красноярску».
ask-endsAt =
    <b>Когда конец?</b>
    Напишите время, например <code>22:00</code>, длительность, например «3 часа», или дату и время. Можно пропустить.
ask-time =
    <b>{ $day } — во сколько?</b>
    Выберите или напишите, например <code>19:15</code>.
ask-venue = <b>Где?</b> Адрес или название места, до { $venueMax } символов. Или отправьте место с карты: 📎 → Геопозиция.
ask-venue-name = 📍 Точка на карте сохранена. <b>Как называется место?</b> Название или адрес, до { $venueMax } символов.
venue-online = Онлайн
button-online = 🌐 Онлайн
button-keep-name = Оставить «{ $venue }»
button-map = 🗺 Карта
map-none = У этого события больше нет места на карте.
currency-in-words = { $currency ->
    [RUB] рублях
    [USD] долларах
    [EUR] евро
    [GBP] фунтах
    [UAH] гривнах
    [BYN] белорусских рублях
    [KZT] тенге
    [UZS] узбекских сумах
    [KGS] киргизских сомах
    [GEL] лари
    [AMD] драмах
    [AZN] манатах
    [MDL] леях
    [TJS] сомони
    [TRY] турецких лирах
    [PLN] злотых
    *[other] { $currency }
    }
ask-price =
    <b>Сколько стоит билет?</b> { $currency ->
        [XTR] Число звёзд ⭐; 0 — бесплатно.
        *[other] Число в { $money }, например { $example }; 0 — бесплатно. Цена в звёздах, например 150 ⭐, — для онлайн-событий: тогда их оплачивают только звёздами.
    }
ask-capacity = <b>Сколько всего билетов?</b>
ask-poster = <b>Пришлите афишу</b> — одну картинку. Можно пропустить.
understood-start = ✔️ Начало: <b>{ $when }</b>
understood-time = ✔️ <b>{ $when }</b>
understood-as = Получилось: <b>{ $when }</b>.
understood-elsewhere = 🌍 <b>{ $said }</b> — это <b>{ $here }</b> по часам события.
understood-twice = 🕓 В ту ночь часы переводят назад, и <b>{ $time }</b> бывает дважды. Записано первое, { $offset }. Если нужно второе, напишите дату и <code>{ $time } { $other }</code>.
understood-skipped = 🕓 В ту ночь часы переводят вперёд, и такого времени нет. Записано <b>{ $time }</b>.
amounts-out-of-reach = ⚠️ Telegram принимает заказы примерно от { $lowest } до { $highest }. Другие картой или звёздами не оплатить: добавьте ещё способ оплаты или измените цену.
understood-zone = 🌍 Часовой пояс события: <b>{ $zone }</b>. У следующих будет такой же.
button-use-zone = Пояс: { $zone }
understood-price = ✔️ Цена: <b>{ $price }</b>
preview-no-access = 🔑 Событие онлайн: ссылку для владельцев билетов можно задать сразу после публикации.
preview-head = 👀 <b>Так это увидят гости.</b> Всё верно?
preview-published = ✅ <b>Опубликовано.</b> Так это видят гости.
preview-saved = ✅ <b>Сохранено.</b> Так это видят гости.
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
published-no-access = 🔑 Гости пока не смогут подключиться: задайте онлайн-доступ — ссылку или текст, которые видят только владельцы билетов.
published-no-chat = ℹ️ Чат для объявлений пока не настроен: объявление подождёт и уйдёт, когда он появится. Событие уже в продаже.
saved = 💾 Изменения сохранены: «<b>{ $title }</b>».

# --- /myevents
my-events-list = <b>📋 Мои события</b>
my-events-ended = <b>🏁 Мои прошедшие события</b>
my-events-none-ahead =
    <b>📋 Мои события</b>

    Впереди пока ничего нет.
my-events-none = Своих событий у вас пока нет. Создадим первое?
my-events-line =
    { $state ->
        [draft] ⏸
        [cancelled] 🚫
        [ended] 🏁
        *[published] ▶️
    } <b>{ $title }</b>
    📅 { $when }
    🎟 продано { $sold }{ $state ->
        [cancelled] { "" }
        *[other] , осталось { $left }
    } · { $money }
my-event-button = { $state ->
    [draft] ⏸
    [cancelled] 🚫
    [ended] 🏁
    *[published] ▶️
    } { $when } · { $title }
button-ended-events = 🏁 Прошедшие
button-events-ahead = ‹ Предстоящие
manage =
    { $state ->
        [draft] ⏸ Снято с продажи
        [cancelled] 🚫 Отменено
        [ended] 🏁 Прошло
        [waiting] 🕓 Ещё не в продаже
        *[published] ▶️ В продаже
    }
    <b>{ $title }</b>
    📅 { $when }
    📍 { $venue }

    🎟 Продано: { $sold }{ $held ->
        [0] { "" }
        *[other] { " " }· оплачивают: { $held }
    }{ $state ->
        [cancelled] { "" }
        [ended] { "" }
        *[other] { " " }· осталось: { $left }
    }
    💰 Сумма заказов: { $money }
manage-link = 🔗 { $link }
manage-troubled = ⚠️ Объявлений ещё не доставлено: { $late }. Не удалось доставить: { $givenUp }.
button-settings = ⚙️ Настройки
settings-head = ⚙️ <b>{ $title }</b> — настройки
settings-give-back = ↩️ Вернуть билет: { $hours ->
        [-1] нельзя
        [0] можно до начала
        [24] можно не позже чем за сутки
        [72] можно не позже чем за 3 дня
        *[other] можно не позже чем за { $hours } ч
    }
settings-access = 🔑 Онлайн-доступ: { $count ->
        [0] не задан
        [one] задан
        [few] задан ({ $count })
        *[many] задан ({ $count })
    }
button-online-access = 🔑 Онлайн-доступ
button-set-access = 🔑 Задать онлайн-доступ
button-access-all = 🎪 Всё событие
button-access-type = 🎟 { $name }
button-access-text = ✏️ Новый текст
button-access-remove = 🗑 Убрать
access-ticket = Вместе с билетом
access-m60 = За 60 минут до начала
access-m30 = За 30 минут до начала
access-m15 = За 15 минут до начала
access-settings =
    🔑 <b>{ $title }</b> — онлайн-доступ

    Ссылка или текст, которые видят только владельцы билетов. У вида билетов может быть свой доступ вместо общего.
access-line = { $hasName ->
        [yes] 🎟 { $name }
        *[no] 🎪 Всё событие
    }: { $at ->
        [none] не задан
        [ticket] вместе с билетом
        *[other] с { $at }
    }
access-has-place = ℹ️ У события есть место, поэтому в билетах говорится о входе. Если приходить никуда не нужно, ответьте на «Где?» — «Онлайн».
access-of = 🔑 <b>{ $title }</b> — онлайн-доступ{ $hasName ->
        [yes] { "" }: { $name }
        *[no] { "" }
    }
access-none = Пока не задан. <b>Когда его показать владельцам билетов?</b>
access-when = 👀 Владельцы билетов видят его { $at ->
        [ticket] вместе с билетом
        *[other] с { $at }, тогда же он им придёт
    }. Больше его нигде нет. Если он изменится, те, кто его уже видел, узнают об этом.
access-ask =
    🔑 <b>{ $title }</b>

    Напишите ссылку или текст для владельцев билетов, до { $max } символов: адрес трансляции, пароль, что установить.
access-set = ✔️ Сохранено.
access-saved = Сохранено.
access-remove-ask = Убрать онлайн-доступ «<b>{ $title }</b>»? Владельцы билетов перестанут его видеть.
access-removed = Убрано.
settings-door = ⏰ Вход: { $opens ->
        [any] в любое время
        *[other] с { $opens }
    }
manage-resent = 🔁 { $count ->
    [0] Отправлять нечего.
    *[other] Отправляем ещё раз: { $count }.
    }
manage-answers = ✏️ После изменения: { $kept ->
        [one] придёт { $kept } гость
        [few] придут { $kept } гостя
        *[many] придут { $kept } гостей
    }, { $givenBack ->
        [one] возвращён { $givenBack } билет
        [few] возвращены { $givenBack } билета
        *[many] возвращено { $givenBack } билетов
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
manage-cancel-line = 🔔 В очереди { $people ->
        [one] ждёт { $people } человек, он тоже получит сообщение.
        [few] ждут { $people } человека, они тоже получат сообщение.
        *[many] ждут { $people } человек, они тоже получат сообщение.
    }
manage-cancelled = 🚫 Событие отменено. Гостям сообщаем.
manage-remove-ask = Удалить «<b>{ $title }</b>» насовсем?
manage-removed = 🗑 Событие удалено.
buyers-head = 👥 <b>{ $title }</b> — кто купил:
buyers-none = Билеты на «{ $title }» пока никто не брал.
buyers-line = № { $order } · { $buyer } · { $quantity } шт. · { $total }{ $state ->
    [cancelled] { " " }· отменён
    [held] { " " }· ещё не оплачен
    [refunded] { " " }· деньги возвращены
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

    🎪 { $title }{ $hasType ->
        [yes] { "" } · { $type }
        *[no] { "" }
    }
    💰 { $way ->
        [free] бесплатно
        [provider] { $total }, оплачено картой
        [stars] { $total }, оплачено звёздами
        [transfer] { $total }, оплачено переводом
        [soldAtDoor] { $total }, оплачено на входе
        *[atDoor] { $total }, оплата на входе
    }{ $hasCode ->
        [yes] { "" } · 🏷{ "\u00A0" }{ $code }
        *[no] { "" }
    }
    👤 { $buyer }{ $hasOrder ->
        [yes] { "" } · заказ № { $order }
        *[no] { "" }
    }
    📦 Осталось: { $left }
news-soldOut = 🔥 <b>Все билеты проданы!</b> 🎪 { $title } — { $capacity } из { $capacity }
news-eventChanged = ✏️ <b>Событие «{ $title }» изменилось</b>
news-organizer = 👤 Организатор: { $organizer }
news-eventCancelled =
    🚫 <b>Событие отменено</b>

    📝 <b>{ $title }</b>
    📅 { $when }
    👤 Организатор: { $organizer }
    🎟 Было выдано билетов: { $issued }
news-proof = { $isFine ->
    [yes] ✅
    *[no] 🚨
    } <b>{ $when }</b>: { $sold ->
    [one] { $sold } продажа
    [few] { $sold } продажи
    *[many] { $sold } продаж
    }, объявлено { $said }
news-proof-missing = Не объявлено: { $count ->
    [one] заказ № { $orders }
    *[other] заказы № { $orders }
    }
news-proof-surplus = Объявлено, а продажи нет: { $count ->
    [one] заказ № { $orders }
    *[other] заказы № { $orders }
    }
news-proof-more = { $orders } и ещё { $more }
news-proof-advice = Билетов и денег это не касается. Подробности — в журнале программы.
news-proof-days = { $from } – { $until }
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
        [0] { "" }
        [1] Ваш билет больше не действует.{ " " }
        *[other] Ваши билеты ({ $quantity }) больше не действуют.{ " " }
    }Нам жаль.
news-staffEventCancelled =
    🚫 <b>Событие отменено:</b> { $title }
    📅 { $when }

    Дежурить на входе не нужно. Спасибо за помощь!
news-file = 📅 { $isCancelled ->
    [yes] Откройте файл — и «{ $title }» исчезнет из календаря.
    *[no] Откройте файл — и «{ $title }» будет в календаре таким, как сейчас.
    }
news-reason = 💬 Слова организатора: { $reason }
news-yourEventChanged = ✏️ <b>Событие «{ $before }» изменилось.</b>
news-changed-tickets = { $quantity ->
        [1] Ваш билет остаётся в силе. Картинка с новыми данными: /mytickets
        *[other] Ваши билеты остаются в силе. Картинки с новыми данными: /mytickets
    }
change-title = 📝 было «{ $before }» → теперь <b>«{ $now }»</b>
change-start = 📅 было { $before } → теперь <b>{ $now }</b>
change-end = ⏱ Конец: было { $before } → теперь <b>{ $now }</b>
change-venue = 📍 было { $before } → теперь <b>{ $now }</b>
change-no-end = не указан
unchanged-start = 📅 { $when }
unchanged-venue = 📍 { $venue }
news-announcementDelayed = ℹ️ { $about ->
    [eventPublished] Объявление о событии «{ $title }» пока не дошло до чата. Событие уже в продаже.
    [datesPublished] Объявление о новых датах «{ $title }» пока не дошло до чата. Билеты уже в продаже.
    [eventChanged] Новость о том, что «{ $title }» изменилось, пока не дошла до чата. Изменение сохранено.
    [eventCancelled] Объявление об отмене «{ $title }» пока не дошло до чата. Событие отменено.
    *[ticketsIssued] Чат организаторов пока не получил новость о вашей покупке («{ $title }»). С вашей покупкой всё в порядке.
    } { $again ->
    [byHand] Отправить ещё раз может организатор: /myevents
    *[soon] Скоро отправим ещё раз.
    }

# --- refusals
refusal-accessNone = У этого билета нет онлайн-доступа.
refusal-busy = Сейчас очень много желающих. Попробуйте ещё раз через несколько секунд.
refusal-buttonNeeded = Выберите кнопку под сообщением.
refusal-capacityBelowTaken = Уже занято: { $taken }. Укажите не меньше.
refusal-capacityOutOfRange = Укажите число от 1 до { $max }.
refusal-descriptionTooLong = { $length ->
    [one] Получился { $length } символ
    [few] Получилось { $length } символа
    *[many] Получилось { $length } символов
    }, а помещается { $max }. Сократите немного.
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
refusal-otherKind = Здесь { $asked ->
        [reason] нужна причина словами
        [line] нужны слова для покупателя
        [title] нужно название
        [description] нужно описание
        [startsAt] нужно время начала
        [endsAt] нужно время окончания
        [venue] нужно место
        [price] нужна цена
        [typePrice] нужна цена
        [capacity] нужно число билетов
        [typeCapacity] нужно число билетов
        [limit] нужно число
        [perPerson] нужно число
        [name] нужно название
        [personName] нужно имя
        [words] нужны слова о событии
        [contact] нужна ссылка
        [firstName] нужно название
        [typeName] нужно название
        [saleFrom] нужно время
        [saleUntil] нужно время
        [code] нужен промокод
        [discount] нужна скидка
        [poster] нужна афиша
        [onlineAccess] нужен текст доступа
        [answer] нужен ответ
        [when] нужно время
        [count] нужно число
        [transferDetails] нужны реквизиты
        *[other] нужен текст
    }, а { $kind ->
        [voice] пришло голосовое сообщение
        [audio] пришла аудиозапись
        [video_note] пришло видеосообщение
        [video] пришло видео
        [animation] пришла гифка
        [sticker] пришёл стикер
        [dice] пришёл кубик
        [contact] пришёл контакт
        [location] пришло место на карте
        [poll] пришёл опрос
        [photo] пришла картинка
        *[document] пришёл файл
    }. { $asked ->
        [poster] Отправьте картинку как фото — или пропустите вопрос.
        *[other] Напишите, пожалуйста, текстом.
    }
refusal-photoNeeded = Здесь нужна картинка. Пришлите её как фото — или пропустите вопрос.
refusal-placeOutOfRange = Такого места на карте нет. Отправьте другое или напишите адрес.
refusal-priceChanged = Цена изменилась. Вот новая:
refusal-priceDonation = Поставьте цену 0, а куда переводить донаты, напишите в описании. Или укажите точную цену.
refusal-priceNegative = Цена не может быть меньше нуля.
refusal-priceNotMoney = Не похоже на цену. Напишите её числом.
refusal-priceTooFine = { $digits ->
    [0] У этой валюты нет дробной части: укажите целое число.
    *[other] Слишком много знаков после запятой: их может быть { $digits }.
    }
refusal-priceTooHigh = Это слишком много: цена может быть до { $max }.
refusal-quantityOutOfRange = За один раз можно взять от 1 до { $max } билетов.
refusal-soldOut = Билеты на «{ $title }» закончились.
refusal-textNeeded = Здесь нужен текст. Напишите его одним сообщением.
refusal-titleTooLong = { $length ->
    [one] Получился { $length } символ
    [few] Получилось { $length } символа
    *[many] Получилось { $length } символов
    }, а помещается { $max }. Сократите название.
refusal-tooFewLeft = { $left ->
    [one] Столько билетов уже нет: остался { $left }.
    *[other] Столько билетов уже нет: осталось { $left }.
    }
refusal-tooFarAhead = Слишком далеко: можно не больше чем на { $years ->
    [one] { $years } год
    [few] { $years } года
    *[many] { $years } лет
    } вперёд.
refusal-venueIsTime = Это время, а здесь нужно место. Чтобы изменить время, нажмите «‹ Назад».
refusal-venueTooLong = { $length ->
    [one] Получился { $length } символ
    [few] Получилось { $length } символа
    *[many] Получилось { $length } символов
    }, а помещается { $max }. Сократите название места.
refusal-whenAmbiguous = Что имеется в виду: <code>{ $first }</code> или <code>{ $second }</code>? Напишите нужное.
refusal-whenNotUnderstood = Не получилось понять дату. Напишите, например, 25.12.2026 19:00 или «завтра в 19:00».

# --- отказы у входа, по ссылкам и билетам
refusal-giveBackClosed = Вернуть этот билет нельзя: срок прошёл или организатор не принимает билеты обратно.
refusal-linkExpired = Эта ссылка больше не действует. Попросите новую.
refusal-linkForeign = Эта ссылка не для вас: отправьте её тому, кто будет стоять на входе.
refusal-linkUnknown = Такой ссылки нет. Попросите новую.
refusal-linkUsed = Этой ссылкой уже воспользовались: она действует один раз.
refusal-notCheckedIn = По этому билету ещё не входили, отменять нечего.
refusal-notHolder = Этот билет сейчас не у вас.
refusal-ownTicket = Это ваш собственный билет. Отправьте ссылку тому, кому хотите его передать.
refusal-lineFirst = Свободные билеты этого типа — для тех, кто ждёт в очереди. После начала события их может продать вход; раньше — если организатор закроет очередь.
refusal-mayNotSell = На этом входе продаёт только организатор. Разрешить помощникам: /myevents → событие → «Помощники».
refusal-saleNotFound = Такой продажи нет, или её оформили не вы: изменить её может тот, кто продал, или организатор.
refusal-saleTooEarly = Продажа на входе начинается вместе с входом. Открыть раньше может организатор: «Настройки» → «Начало входа».
refusal-saleUndoTooLate = Отменить продажу можно в первые { $minutes } минут, позже — только организатору.
refusal-staffOnly = Это могут только помощники организатора и он сам.
refusal-ticketNotFound = Такого билета нет. Ваши билеты здесь: /mytickets
refusal-ticketReturned = Этот билет возвращён.
refusal-ticketUsed = По этому билету уже вошли.
refusal-tooManyGuesses = Слишком много кодов, которых нет. Попробуйте снова через { $minutes ->
    [one] { $minutes } минуту
    [few] { $minutes } минуты
    *[many] { $minutes } минут
    }.
refusal-undoTooLate = Отменить уже нельзя: это можно только в первые пять минут.

refusal-undoRefunded = Деньги за этот билет вернули уже после входа, поэтому отметка о входе остаётся.

# --- the door
command-door = На входе: пропускать гостей
button-door = 🚪 Ко входу
button-doors = 🚪 Все входы
button-open-door = 🚪 Открыть вход
button-that-door = ⇄ Перейти на тот вход
button-let-in = ✅ Пропустить
button-paid-let-in = 💰 Оплачено, пропустить
button-undo = ↩️ Отменить (5 мин)
button-undo-anytime = ↩️ Отменить
button-try-ticket = 🧪 Только проверить
button-let-in-again = ✅ Пропустить снова
button-let-in-early = ✅ Всё равно пропустить
button-one-of-several = № { $number } · { $act ->
        [paid] 💰 оплачено
        [early] ✅ пропустить
        [again] ✅ пропустить снова
       *[undo] отменить
    }
button-let-in-rest = { $way ->
        [paid] 💰 Взято { $due }, входят: { $count }
        [early] ✅ Всё равно пропустить: { $count }
       *[asIs] ✅ { $some ->
            [yes] Пропустить ещё { $count }
           *[no] Пропустить всех: { $count }
        }
    }
button-let-in-order = { $state ->
        [toPay] 💰 Заказ { $order }: к оплате { $count }
       *[out] ✅ Заказ { $order }: впустить { $count }
    }
button-let-in-lost = ✅ Пропустить и записать
button-door-time = ⏰ Начало входа
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
verdict-tooEarly =
    ⏰ <b>ЕЩЁ РАНО</b>
    Вход откроется { $opens }. Не отмечено.
verdict-trial =
    🧪 <b>ТОЛЬКО ПРОВЕРКА: БИЛЕТ ДЕЙСТВУЕТ</b>
    Вход не отмечен, билет не использован.
verdict-trial-toPay =
    🧪 <b>ТОЛЬКО ПРОВЕРКА: ДЕЙСТВУЕТ, К ОПЛАТЕ { $due }</b>
    Вход не отмечен, билет не использован.
door-opens = ⏰ Начало входа: { $opens }.
door-time =
    ⏰ <b>{ $title }</b> — с какого времени пускать?

    { $isAny ->
        [yes] Гостей можно пропускать в любое время.
        *[no] Начало входа: { $opens }. Если отсканировать билет раньше, его можно только проверить или всё равно пропустить гостя.
    }
door-time-m30 = За 30 минут до начала
door-time-h1 = За час до начала
door-time-h3 = За 3 часа до начала
door-time-h6 = За 6 часов до начала
door-time-h24 = За сутки до начала
door-time-any = В любое время
door-time-saved = Сохранено.
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
verdict-refunded =
    ⛔️ <b>ДЕНЬГИ ВОЗВРАЩЕНЫ</b>
    Организатор вернул деньги за этот билет, он больше не действует.
verdict-givenAway =
    🔁 <b>ПЕРЕДАН ДРУГОМУ</b>
    Это старый код билета на «{ $title }». Билет передали ({ $time }), у нового гостя новый код.
verdict-nobody =
    ⛔️ <b>ТАКОГО БИЛЕТА НЕТ</b>
    Этого кода нет ни у одного билета на «{ $here }». Поищите гостя по имени: просто напишите его сюда.
verdict-nobody-near =
    ⛔️ <b>ТАКОГО БИЛЕТА НЕТ</b>
    Этого кода нет ни у одного билета. Откройте вход и поищите гостя по имени.
verdict-stranger =
    ⛔️ <b>ДРУГОЕ СОБЫТИЕ</b>
    Этот билет на «{ $title }», а не на «{ $here }».
verdict-lost =
    ❔ <b>ЗДЕСЬ ЕГО НЕТ</b>
    Билет на «{ $title }» могли продать после копии от { $time }: из неё восстановили базу. Все ли символы верны? Если уверены, пропустите: это запишется, организатор узнает.
verdict-lost-letIn =
    ✅ <b>ПРОПУЩЕНО, ЗАПИСАНО</b>
    После восстановления билета в базе нет, «{ $title }», { $time }. Организатор узнает.
verdict-lost-alreadyIn =
    ⛔️ <b>УЖЕ ВНУТРИ</b>
    После восстановления билета в базе нет, «{ $title }»: по нему уже вошли, { $time }, на входе { $by }.
verdict-undone = ↩️ <b>ОТМЕТКА СНЯТА — НЕ ВОШЛИ</b>
verdict-ticket =
    👤 <b>{ $holder }</b>
    🎟 { $hasType ->
        [yes] { $type } · № { $number }
        *[no] № { $number }
    } · <code>{ $code }</code> · заказ { $order }
    🎪 { $title }

    👥 Вошли: { $in } из { $of }
verdict-party = 👪 Из этого заказа вошли: { $in } из { $size }
several-head = <b>{ $in ->
        [0] { "" }
       *[other] ✅ ПРОПУСТИТЬ: { $in }{ " " }
    }{ $already ->
        [0] { "" }
       *[other] ⚠️ уже вошли: { $already }{ " " }
    }{ $toPay ->
        [0] { "" }
       *[other] 💰 к оплате: { $toPay }{ " " }
    }{ $not ->
        [0] { "" }
       *[other] ⛔️ не пускать: { $not }{ " " }
    }{ $unread ->
        [0] { "" }
       *[other] 📷 не прочитано фото: { $unread }
    }</b>
several-ticket = № { $number } · { $holder }{ $hasType ->
        [yes] { "" } · { $type }
       *[no] { "" }
    }
several-letIn = ✅ { $ticket }{ $paid ->
        [none] { "" }
       *[other] { "" } · оплачено { $paid }
    }
several-letInJustNow = ✅ { $ticket } · вы только что отметили
several-alreadyIn = ⚠️ { $ticket } — уже вошли: { $time }, отметка: { $by }
several-toPay = 💰 { $ticket } — к оплате: { $due }
several-tooEarly = ⏰ { $ticket } — ещё рано
several-trial = 🧪 { $ticket } — только проверка
several-eventCancelled = ⛔️ { $ticket } — событие отменено
several-returned = ⛔️ { $ticket } — билет возвращён
several-refunded = ⛔️ { $ticket } — деньги возвращены
several-wrongEvent = ⛔️ { $ticket } — на другое событие, «{ $title }»
several-givenAway = 🔁 Старый код: билет передали другому ({ $time })
several-lost = ❔ После восстановления такого билета в базе нет: пришлите его отдельно
several-stranger = ⛔️ Билет на другое событие, «{ $title }»
several-nobody = ⛔️ Такого билета нет
several-more = …и ещё { $count } — пропустить
several-picture = 📷 Фото { $number }: { $why ->
        [lost] не загрузилось, пришлите ещё раз
        [kind] такой файл не прочитать
        [foreign] это код не наших билетов
       *[none] кода не видно
    }
several-full = 👥 { $title } — вошли: { $in } из { $of }
scan-stranger = 🎟 Это билет на «{ $title }».
scan-nobody = Такого билета нет. Все ли символы верны? Ваши билеты: /mytickets
scan-no-picture = Не получилось рассмотреть картинку. Пришлите её ещё раз или напишите короткий код под ней.
scan-no-code = На картинке не видно кода. Снимите ближе и ровнее или напишите короткий код под ним.
scan-send-photo = Такой файл здесь не открыть. Пришлите код фотографией или снимком экрана либо напишите короткий код под ним.
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
door-how = <i>Наведите на билет камеру телефона, пришлите мне фото кода или напишите имя, номер билета или заказа либо короткий код.</i>
door-on = 🟢 Режим входа включён: всё, что вы пишете, ищется на этом входе. Закончится с любой другой командой или сам: { $until }.
door-over = 🌙 Режим входа закончился: «{ $title }». То, что вы пишете, там больше не ищется.
door-off = 👋 Режим входа выключен: «{ $title }». Вернуться можно всегда: /door
door-form-open = ✏️ Сейчас заполняется событие: что вы пишете, попадает туда. /cancel прервёт заполнение, и можно будет искать.
door-none =
    Открыть пока нечего.

    Своё событие появится здесь после публикации. Помогаете кому-то — попросите приглашение: /myevents → событие → «Помощники».
door-choose = <b>🚪 Какой вход?</b>
door-choice = { $when } · { $title }
door-left = 👋 Вы ушли со входа. Вернуться можно всегда: /door
search-how = 🔎 «{ $title }»: просто напишите имя, номер билета или заказа либо короткий код.
search-found =
    🔎 «{ $text }» — кого пропустить?{ $more ->
        [yes] { " " }Возможно, это не все: напишите имя полнее.
        *[no] { "" }
    }
search-line = { $state ->
    [in] ☑️ внутри ·
    [toPay] 💰 { $due } ·
    *[out] ✅
    } № { $number } · { $holder }
search-line-order = { $state ->
    [in] ☑️ внутри ·
    [toPay] 💰 { $due } ·
    *[out] ✅
    } № { $number } · { $holder } · заказ { $order }
search-none = 🔎 На «{ $title }» по запросу «{ $text }» никого не нашлось. Попробуйте начало имени или фамилии, номер билета или заказа либо короткий код.
search-question = ❓ Это вопрос? Кнопка выведет из режима входа { $isOwn ->
    [yes] в справку
    *[no] к организатору и в справку
    }.
button-its-a-question = ❓ Это вопрос
who-is-in = 📋 <b>{ $title }</b> — кто вошёл:
who-is-in-none = 📋 Пока никто не вошёл: «{ $title }».

# --- selling at the door
button-sell = 💵 Продать
button-takings = 🧾 Касса
button-sell-cash = 💵 Наличные, пропустить
button-sell-transfer = 🏦 Перевод, пропустить
button-sell-card = 💳 Карта, пропустить
button-sell-free = ✅ Бесплатно, пропустить
button-sell-more = ➕ Продать ещё
button-sale-name = ✍️ Записать имя
button-sale-undo = ↩️ Отменить продажу
door-sale-what = 💵 <b>{ $title }</b> — что покупают?
door-sale-nothing = 💵 <b>{ $title }</b> — продавать на входе больше нечего.
door-sale-type = 🎟 { $name } · { $price } · { $left ->
    [0] не осталось
    *[other] осталось: { $left }
    }
door-sale-how-many = 💵 <b>{ $title }</b> — сколько билетов?
door-sale-how-paid =
    💵 <b>{ $quantity } × { $name }: { $total }</b>
    { $title }

    { $isFree ->
        [yes] Кнопка сразу отметит вход.
        *[no] Как платят? Возьмите деньги и нажмите: вход отметится сразу. Через Telegram ничего не оплачивается.
    }
door-sale-sold =
    ✅ <b>ПРОДАНО, ПРОПУСТИТЬ: { $quantity }</b>
    { $method ->
        [cash] 💵 { $total }, наличные
        [transfer] 🏦 { $total }, перевод
        [card] 💳 { $total }, карта
        *[free] Бесплатно
    }
door-sale-undone =
    ↩️ <b>ПРОДАЖА ОТМЕНЕНА: { $quantity }</b>
    { $method ->
        [free] Отметка о входе снята
        *[other] Верните { $total }
    }
door-sale-ticket = 🎟 { $hasType ->
    [yes] { $type } · № { $number }
    *[no] № { $number }
    } · <code>{ $code }</code>
door-sale-of =
    👤 { $buyer } · заказ { $order }
    🎪 { $title }
door-sale-ask-name = ✍️ Как зовут гостя? По имени его найдут на входе.
door-sale-undo-ask = { $quantity ->
        [one] Отменить продажу { $quantity } билета?
        *[other] Отменить продажу { $quantity } билетов?
    } { $quantity ->
        [1] Билет перестанет действовать, место освободится.
        *[other] Билеты перестанут действовать, места освободятся.
    }{ $isFree ->
        [yes] { "" }
        *[no] { " " }Верните { $total }.
    }
takings = 🧾 <b>{ $title }</b> — взято на входе
takings-none = 🧾 <b>{ $title }</b> — на входе пока ничего не взято.
takings-person = 👤 <b>{ $name }</b>: { $sum }
takings-line = { $method ->
        [cash] 💵 наличные
        [transfer] 🏦 переводы
        [card] 💳 карты
        *[ordered] 🚪 заказано раньше, оплачено здесь
    }: { $sum }, { $tickets ->
        [one] { $tickets } билет
        [few] { $tickets } билета
        *[many] { $tickets } билетов
    }{ $undone ->
        [0] { "" }
        *[other] { "" }
            ↩️ отменено: { $undone } на { $back }
    }
takings-more = …и ещё { $count ->
    [one] { $count } человек
    [few] { $count } человека
    *[many] { $count } человек
    }
takings-total = <b>Всего: { $sum }</b>, { $tickets ->
    [one] { $tickets } билет
    [few] { $tickets } билета
    *[many] { $tickets } билетов
    }
button-staff-sells = 💵 Помощники продают
staff-sells-saved = { $isOn ->
    [yes] Теперь помощники могут продавать на входе. Кто сколько взял, видно в «Кассе».
    *[no] Теперь на входе продаёте только вы.
    }

# --- staff
button-staff = 🤝 Помощники
button-invite-staff = ➕ Пригласить
button-remove-staff = ✖️ { $name }
button-accept = ✅ Согласиться
button-decline = Нет, спасибо
staff-list =
    🤝 <b>{ $title }</b> — кто помогает на входе

    Они пропускают гостей и видят их имена, а с галочкой ещё и продают на входе. Кнопка с именем убирает помощника или доверяет ему список гостей.
staff-none =
    🤝 <b>{ $title }</b>

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

# --- npm run setup, on a terminal
setup-head = Настройка Levem. Enter — взять то, что в скобках; Ctrl-C — выйти, тогда ничего не запишется.
setup-token = Токен бота. Его выдаёт @BotFather: /newbot или /mybots, если бот уже есть.
setup-token-wrong = Это ещё не токен: он выглядит как 123456789:ABC… Скопируйте всю строку.
setup-token-refused = ✘ Telegram не знает такого токена. Скопируйте его у @BotFather ещё раз.
setup-token-good = ✔ Это @{ $bot }.
setup-unreachable = ✘ { $root } не отвечает: { $reason }
setup-proxy = Прокси, если без него никак: socks5://host:1080 или http://user:password@host:3128. Enter — попробовать ещё раз.
setup-proxy-wrong = Нужно http://, https:// или socks5://, хост и порт.
setup-chat =
    Чат, который узнаёт о новых событиях и продажах. Добавьте @{ $bot } в группу или канал (в канал — администратором с правом писать) и отправьте там /chatid@{ $bot }.
    Жду сообщения. Можно вписать ID чата и здесь; Enter — пока без чата.
setup-chat-wrong = ✘ Такого чата нет, или @{ $bot } в нём не состоит.
setup-chat-this = Нашёлся: { $chat }. Это он? (да/нет)
setup-chat-another = Хорошо. Жду другого; Enter — пока без чата.
setup-chat-keep = Чат сейчас: { $chat }. Оставить его? (да/нет)
setup-chat-trouble = Telegram не рассказывает о чатах: { $reason }. Если бот запущен, остановите его ненадолго.
setup-yes-or-no = Ответьте, пожалуйста: да или нет.
setup-zone = Часовой пояс новых событий, например Europe/Moscow.
setup-zone-wrong = Такого часового пояса нет. Примеры: Europe/Moscow, Asia/Yekaterinburg, Europe/Berlin.
setup-currency = Валюта новых событий: RUB, EUR, USD и так далее — или XTR, это звёзды Telegram.
setup-currency-wrong = Такой валюты нет. Нужны три буквы, например RUB.
setup-organizers = Кто может создавать события и принимать карты и звёзды: ID в Telegram через запятую (свой назовёт /chatid в личном чате с запущенным ботом). Enter — любой, но без карт и звёзд.
setup-organizers-known = Недавно писали боту или добавляли его: { $people }
setup-organizers-wrong = Это не ID: нужны числа через запятую, например 12345678, 87654321.
setup-provider = Для оплаты картой: токен провайдера от @BotFather (/mybots, Payments). Enter — без карт, «-» — убрать.
setup-provider-wrong = Это ещё не токен провайдера: он выглядит как 381764678:TEST:… Скопируйте всю строку.
setup-language = Язык чата и тех, чей язык Telegram не сообщил: ru или en.
setup-language-wrong = Их два: ru и en.
setup-written = ✔ Записано в .env, прочитать его можете только вы. Теперь проверка.
setup-ready = Запустить бота: npm start
setup-try-again = Ответы остались в .env. Изменить их — npm run setup, проверить снова — npm run selftest.
setup-interrupted = Ничего не записано.
setup-strange-file = ✘ Levem не понимает, как написан .env, и оставил его как есть. Поправьте, пожалуйста, вручную: docs/ru/configuration.md.

# --- npm start, on a terminal
terminal-open = @{ $bot } работает: { $link }
terminal-missing = Не задано, но можно и без этого:
terminal-no-chat = TELEGRAM_CHAT_ID: объявления ждут, пока нет чата. Добавьте бота в чат, и он назовёт ID.
terminal-no-organizers = ORGANIZER_IDS: создавать события может любой, но картой и звёздами платить нельзя.
terminal-no-provider = PAYMENT_PROVIDER_TOKEN: картой платить нельзя.
terminal-stop = Чтобы остановить, нажмите Ctrl-C. Ничего не потеряется.
terminal-stopping = Заканчиваем начатое…

# --- npm run chat-id, in the terminal
chats-none = Пока ни один чат не ждёт. Добавьте бота в группу или канал (или напишите ему), отправьте там сообщение и запустите ещё раз.
chats-failed =
    Telegram не ответил как надо: { $reason }
    Если бот сейчас запущен, остановите его ненадолго — или отправьте /chatid прямо в чате.

# --- npm run backup, restore и move, в терминале
backup-usage =
    Как писать: npm run backup -- [--to=ПАПКА] [--keep=ЧИСЛО] [--to-owner]
    --to: куда; --keep: сколько хранить, вместо одной в день за неделю и одной в неделю за пять; --to-owner: отправить первому из ORGANIZER_IDS, запечатав паролем.
backup-made =
    Копия: { $path }
    { $size } МБ, целая. В ней: { $events ->
        [one] { $events } событие
        [few] { $events } события
        *[many] { $events } событий
    }, { $orders ->
        [one] { $orders } заказ
        [few] { $orders } заказа
        *[many] { $orders } заказов
    }, { $tickets ->
        [one] { $tickets } билет
        [few] { $tickets } билета
        *[many] { $tickets } билетов
    }.
backup-kept = Хранится { $kept ->
    [one] { $kept } копия
    [few] { $kept } копии
    *[many] { $kept } копий
    }, старых удалено: { $removed }.
backup-sent = Отправлено владельцу в запечатанном виде: { $parts ->
    [one] { $parts } файл
    [few] { $parts } файла
    *[many] { $parts } файлов
    }.
backup-sent-caption =
    Резервная копия Levem{ $parts ->
        [one] { "" }
        *[other] , часть { $part } из { $parts }
    }. Она запечатана: откроет только пароль.

    Чтобы восстановить, сохраните { $parts ->
        [one] файл
        *[other] все части в одну папку
    } и выполните
    npm run restore -- { $file }
backup-no-owner = Отправить некому: поставьте свой ID первым в ORGANIZER_IDS (его назовёт /chatid) и один раз напишите боту.
backup-no-passphrase = Нужен пароль: задайте BACKUP_PASSPHRASE или запустите в терминале, тогда спросим.
backup-ask-passphrase = Пароль (на экране не виден):
backup-short-passphrase = Короче 12 знаков можно подобрать. Придумайте длиннее.
restore-usage = Как писать: npm run restore -- ФАЙЛ (копия; если она из частей — файл ….001)
restore-no-file = Файла { $path } нет.
restore-cannot-unseal = Пароль не подходит или файл повреждён. Ничего не изменено.
restore-done =
    Восстановлено из копии от { $at }: { $events ->
        [one] { $events } событие
        [few] { $events } события
        *[many] { $events } событий
    }, { $orders ->
        [one] { $orders } заказ
        [few] { $orders } заказа
        *[many] { $orders } заказов
    }, { $tickets ->
        [one] { $tickets } билет
        [few] { $tickets } билета
        *[many] { $tickets } билетов
    }.
restore-kept = То, что было раньше, сохранено: { $path }
restore-stars = Звёзды Telegram: оплаченное с тех пор бот найдёт сам после запуска; то, что не относится ни к одному заказу, вернётся.
restore-provider =
    Карты: сверьте список платежей у провайдера с { $since } по { $until } с заказами бота. То, о чём бот не знает, верните там или продайте заново.
restore-order = С тех пор могли оплатить: заказ { $order }, { $buyer }, { $amount }. Организатора спросим.
restore-next = Теперь запустите бота: npm start
move-usage = Как писать: npm run move -- postgres://user:password@host:5432/name (или sqlite:///file.db). Туда уйдёт всё из DATABASE_URL.
move-same = В DATABASE_URL уже эта база. Ничего не изменено.
move-table = { $table }: { $rows ->
    [one] { $rows } строка
    [few] { $rows } строки
    *[many] { $rows } строк
    }, с обеих сторон одинаково
move-done =
    Перенесено: { $source } → { $target }.
    Теперь запишите новый адрес в DATABASE_URL и запустите бота. Старая база осталась как была: сохраните её, пока не убедитесь, и не запускайте на ней бота.
copy-fault-noDatabase = Базы { $path } нет. Ничего не изменено.
copy-fault-noProgram = Программа { $program } не установлена. Она входит в клиент PostgreSQL (Debian: apt-get install postgresql-client).
copy-fault-programFailed =
    У { $program } не получилось. Ничего не изменено. Сообщение:
    { $detail }
copy-fault-damaged =
    Копия повреждена. Ничего не изменено. Найдено:
    { $detail }
copy-fault-notABackup = Этот файл — не копия Levem. Ничего не изменено.
copy-fault-otherKind = Это копия базы другого вида. Восстановите её там, где DATABASE_URL того же вида, затем: npm run move. Ничего не изменено.
copy-fault-noTables = Таблиц Levem в ней нет. Ничего не изменено.
copy-fault-tooNew = Она от более новой версии Levem (в ней есть { $migration }). Сначала установите ту версию. Ничего не изменено.
copy-fault-living = На этой базе работает бот. Сначала остановите его. Ничего не изменено.
copy-fault-notEmpty = Новая база не пуста (см. таблицу { $table }). Возьмите пустую. Ничего не изменено.
copy-fault-different = Таблица { $table } дошла не такой, как была. Новая база осталась пустой, старая не изменилась.
copy-failed = Не получилось: { $reason }

# --- npm run selftest, in the terminal
selftest-head = Проверка Levem
selftest-token = Токен: бот @{ $bot }
selftest-token-advice = Telegram не принимает токен или не отвечает. Проверьте TELEGRAM_BOT_TOKEN (его выдаёт @BotFather) и связь с { $root }.
selftest-chat = Чат: { $chat }
selftest-chat-advice = Чат не найден. Добавьте бота в чат и впишите ID из /chatid в TELEGRAM_CHAT_ID.
selftest-rights = Право писать в чат есть
selftest-rights-advice = Бот не может писать в этот чат. Дайте ему право отправлять сообщения (в канале — сделайте администратором).
selftest-no-chat = Чат не задан (TELEGRAM_CHAT_ID). Бот работает и без него, объявления ждут.
selftest-database = База данных: { $database }
selftest-database-advice = База данных недоступна. Проверьте DATABASE_URL. Если бот работает с этим же файлом SQLite, остановите его на время проверки.
selftest-organizer = Пробный организатор и покупатель созданы
selftest-organizer-advice = База данных не принимает записи. Проверьте место на диске и права.
selftest-event = Событие создано, объявление доставлено
selftest-event-alone = Событие создано
selftest-event-advice = Объявление о событии не доставлено: смотрите причину выше.
selftest-ticket = Билет выдан, объявление доставлено
selftest-ticket-alone = Билет выдан
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

# --- the ticket's picture
ticket-picture-heading = Билет
ticket-picture-untitled = Билет на событие
ticket-picture-type = Вид билета
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
ticket-picture-online = Онлайн: как подключиться, придёт в чат

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
    } № { $numbers } · <b>{ $title }</b>, { $when }
tickets-list-button = { $mark ->
    [cancelled] 🚫
    [used] ✔️
    [ended] 🏁
    [offered] 🎁
    *[valid] 🎟
    } № { $numbers } · { $when } · { $title }
tickets-of-order =
    🎟 <b>{ $title }</b>
    📅 { $when }
    📍 { $venue }
    🧾 Заказ № { $order }: { $count ->
        [one] { $count } билет
        [few] { $count } билета
        *[many] { $count } билетов
    }

    Какой билет открыть?
ticket-button = { $mark ->
    [cancelled] 🚫
    [used] ✔️
    [ended] 🏁
    [offered] 🎁
    *[valid] 🎟
    } Билет № { $number }
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
    }. { $isOnline ->
        [yes] { $quantity ->
            [1] Код билета:
            *[other] Коды билетов:
        }
        *[no] { $quantity ->
            [1] Покажите код на входе:
            *[other] Покажите коды на входе:
        }
    }
ticket-access-now = 🔑 Онлайн-доступ придёт отдельным сообщением.
ticket-access-later = 🔑 Онлайн-доступ придёт сюда { $at }.
access =
    🔑 <b>{ $isChange ->
        [yes] Онлайн-доступ изменился
        *[no] Онлайн-доступ
    }: { $title }</b>
    📅 { $when }
access-keep = <i>Только для тех, у кого есть билет: не пересылайте, пожалуйста.</i>
access-later = Доступ откроется { $at } и сам придёт в этот чат.
tickets-line = № { $number } · <code>{ $code }</code>
tickets-line-link = № { $number } · <code>{ $code }</code> · { $link }
tickets-pictures-follow = { $quantity ->
        [one] 🖼 Картинка придёт чуть позже. Код действует и без неё.
        *[other] 🖼 Картинки придут чуть позже. Коды действуют и без них.
    }
tickets-pictures = { $quantity ->
        [one] 🖼 Картинка вашего билета
        *[other] 🖼 Картинки ваших билетов
    }: <b>{ $title }</b> · заказ № { $order }
tickets-cancelled = 🚫 Событие отменено, билет больше не действует.
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
ticket-code = { $isOnline ->
    [yes] Код билета:
    *[no] Код для входа:
    } <code>{ $code }</code>
ticket-used = ✔️ Вход отмечен: { $at }.
ticket-refunded = ↩️ Организатор вернул деньги за этот билет, он больше не действует.
ticket-returned = ↩️ Вы вернули этот билет.
ticket-offered = 🎁 Открыта ссылка, по которой этот билет можно забрать. Пока его никто не принял, он ваш.
ticket-order-number = № { $order }
ticket-due = оплата на входе: { $total }
picture-coming = Картинка уже в пути.
calendar-sent = 📅 Откройте файл — и событие будет в вашем календаре.
button-access = 🔑 Онлайн-доступ
button-access-of = 🔑 Онлайн: { $name }
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

    Отправьте её тому, кому передаёте билет. Она сработает один раз, до { $until }. Пока билет никто не принял, он ваш; потом ваша картинка и код больше не действуют.
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
gift-over =
    🎁 По этой ссылке дарили билет на «<b>{ $title }</b>».

    { $isCancelled ->
        [yes] Событие отменено, и принимать уже нечего. Нам очень жаль.
        *[no] Событие уже прошло, и принимать больше нечего.
    }
gift-yours = Этот билет на «<b>{ $title }</b>» уже ваш.
gift-accepted = ✅ Билет ваш. Он придёт следующим сообщением.
gift-declined = Хорошо. Билет остаётся у владельца.
gift-withdrawn = ✖️ Ссылка больше не действует. Билет остаётся у вас.
button-gift-accept = ✅ Принять
button-gift-decline = Нет, спасибо
button-send-link = 📣 Отправить ссылку
news-ticketGiven =
    🎁 Ваш билет № { $number } на «<b>{ $title }</b>» теперь у нового владельца: <b>{ $to }</b>.

    Картинка в этом чате больше не действует: её код передан.
news-ticketReceived = 🎁 Вам передали билет: <b>{ $from }</b>. Код у него новый и действует только у вас.
news-staffJoined = 🤝 На входе «<b>{ $title }</b>» теперь помогает <b>{ $name }</b>.
news-lostLetIn = ❔ На «<b>{ $title }</b>» прошёл гость с билетом, которого после восстановления нет в базе. На входе: { $by }. Всего таких: { $count }.
news-staffRemoved = Вы больше не помогаете на входе «<b>{ $title }</b>». Спасибо за помощь!

# --- giving back
card-give-back = ↩️ Билет можно вернуть до { $until }.
give-back-ask =
    Вернуть билет № { $number } на «<b>{ $title }</b>»?

    Место сразу освободится, а код перестанет действовать. { $money }
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

# --- refusals about money
refusal-amountChanged = Сумма заказа изменилась. Откройте его и оплатите новую: /orders
refusal-amountNotTaken = Такую сумму этим способом оплатить нельзя. Выберите другой способ оплаты.
refusal-beingPaid = Оплата этого заказа ещё может дойти, поэтому изменить его пока нельзя — ещё { $minutes ->
    [one] { $minutes } минуту
    [few] { $minutes } минуты
    *[other] { $minutes } минут
    }. Если она не прошла, оплатите счёт ещё раз.
refusal-holdOver = Время на оплату вышло, места снова свободны. Выберите билеты заново: /buy
refusal-nameTooLong = { $length ->
    [one] Получился { $length } символ
    [few] Получилось { $length } символа
    *[many] Получилось { $length } символов
    }, а помещается { $max }. Сократите название.
refusal-totalTooSmall = Такой маленький заказ здесь не оплатить: нужно от { $limit } { $currency }. Возьмите больше билетов или спросите организатора.
refusal-totalTooLarge = Такой большой заказ здесь не оплатить: можно до { $limit } { $currency }. Возьмите меньше билетов или спросите организатора.
refusal-promoCodeTooMuch = С этим промокодом останется слишком мало для оплаты картой. Продолжите без него или спросите организатора.
refusal-noWayToPay = Оплатить эти билеты пока нельзя. Спросите организатора или зайдите позже.
refusal-orderForeign = Этот заказ оформлен на другого человека. Взять свои билеты можно здесь: /buy
refusal-orderNotFound = Такого заказа нет. Ваши заказы здесь: /orders
refusal-orderNotOpen = Этот заказ закрыт.
refusal-orderPaid = Билеты по этому заказу у вас уже есть: /mytickets
refusal-perPersonLimit = Таких билетов можно взять не больше { $max } на человека.
refusal-promoCodeForm = В промокоде от 2 до { $max } символов: буквы, цифры и дефис. Напишите его так.
refusal-promoCodeForOthers = Этот промокод — для других билетов.
refusal-promoCodeNotYet = Этот промокод ещё не действует. Попробуйте позже.
refusal-promoCodeOver = Этот промокод больше не действует.
refusal-promoCodeTaken = Такой промокод у этого события уже есть. Придумайте другой.
refusal-promoCodeUnknown = Такого промокода у этого события нет. Проверьте, как он написан.
refusal-promoCodeUsedByYou = Вы уже воспользовались этим промокодом.
refusal-promoCodeUsedUp = Этот промокод закончился.
refusal-proofLookedAt = Организатор проверяет перевод по этому заказу. Пока он не ответит, изменить заказ нельзя.
refusal-proofNeeded = Здесь нужен чек: пришлите скриншот, фото или PDF.
refusal-proofKind = Такой файл организатор не откроет. Подойдёт скриншот, фото или PDF.
refusal-proofTooLarge = Файл слишком большой: поместится до { $max } МБ. Подойдёт и скриншот.
refusal-proofNewer = Тем временем пришёл другой чек. Вот он:
refusal-rejectionOld = Прошло слишком много времени, это уже не вернуть. Если деньги всё же пришли, попросите покупателя прислать чек ещё раз из заказа.
refusal-proofsEnough = Чеков достаточно: организатор проверяет перевод. Больше ничего присылать не нужно.
refusal-refundDone = Эти деньги уже возвращены.
refusal-refundNotFound = Возвращать здесь нечего.
refusal-starsAreWhole = Звёзды возвращаются только за весь заказ, поэтому один билет из него здесь не вернуть. Напишите организатору.
refusal-starsNotYours = Звёзды получает владелец бота, поэтому цены в звёздах — только у организаторов, которых он указал. Назовите цену в другой валюте или попросите владельца добавить вас.
refusal-tooManyTypes = У события может быть не больше { $max } видов билетов.
refusal-typeHasOrders = На этот вид билетов есть заказы, или он единственный: удалить его нельзя.
refusal-typeNoLongerOnSale = Эти билеты больше не продаются.
refusal-typeNotYetOnSale = Эти билеты ещё не в продаже.
refusal-wayClosed = Этот способ оплаты здесь недоступен. Выберите другой.

# --- счета, проверка перед оплатой, платежи
invoice-item = { $name } × { $quantity }
invoice-tickets = { $quantity ->
    [one] { $quantity } билет
    [few] { $quantity } билета
    *[many] { $quantity } билетов
    }
invoice-description =
    { $item }
    { $when }
    { $venue }
checkout-later = Сейчас проверить заказ не получается. Деньги не списаны — нажмите «Оплатить» ещё раз через минуту.
paid-done = ✅ Оплачено: { $total }. { $quantity ->
    [one] Билет на «<b>{ $title }</b>» придёт следующим сообщением.
    [few] Билеты на «<b>{ $title }</b>» придут следующим сообщением.
    *[many] Билеты на «<b>{ $title }</b>» придут следующим сообщением.
    }
paid-for-other = ✅ Оплачено: { $total }. { $quantity ->
    [one] Билет на «<b>{ $title }</b>» получит <b>{ $buyer }</b>: заказ оформлен на это имя.
    [few] Билеты на «<b>{ $title }</b>» получит <b>{ $buyer }</b>: заказ оформлен на это имя.
    *[many] Билеты на «<b>{ $title }</b>» получит <b>{ $buyer }</b>: заказ оформлен на это имя.
    }

# --- что продаёт событие: виды билетов, способы оплаты, промокоды
ask-firstName = <b>А как называется первый вид билетов?</b> Его цена: { $firstPrice }. Например: Взрослый, Партер, Ранний. До { $nameMax } символов.
ask-typeName = <b>Как называется новый вид билетов?</b> Например: Детский, Балкон, Для своих. До { $nameMax } символов.
ask-typePrice =
    <b>Сколько стоит билет «{ $name }»?</b> { $currency ->
        [XTR] Число звёзд ⭐; 0 — бесплатно.
        *[other] Число в { $money }, например { $example }; 0 — бесплатно.
    }
ask-typeCapacity = <b>Сколько всего билетов «{ $name }»?</b>
form-type = ✏️ <b>Что изменить в «{ $name }»?</b>
field-typeName = Название
field-typePrice = Цена
field-typeCapacity = Число
button-another-type = ➕ Ещё вид билетов
button-remove-type = 🗑 Убрать этот вид
button-types = 🎟 Виды билетов
button-ways = 💳 Способы оплаты
button-codes = 🏷 Промокоды
button-total-seats = 🔢 Всего мест
button-no-limit = Без ограничения
button-transfer-details = ✏️ Куда переводить
button-new-code = ➕ Новый промокод
button-code-off = ⏸ Выключить
button-code-on = ▶️ Включить
setting-saved = ✔️ Сохранено.
types-head = 🎟 <b>{ $title }</b> — виды билетов
types-line = <b>{ $name }</b> · { $price }: продано { $sold }{ $held ->
        [0] { "" }
        *[other] , оплачивают { $held }
    }, осталось { $left }{ $isForLine ->
        [yes] , только для очереди
        *[no] { "" }
    }{ $sale ->
        [before] { " " }(ещё не в продаже)
        [after] { " " }(больше не продаются)
        *[open] { "" }
    }
types-total = 🔢 Всего по всем видам — не больше { $total ->
        [one] { $total } места.
        *[other] { $total } мест.
    }
types-no-total = 🔢 Общего ограничения нет: всего мест — { $total }.
types-ask-total = <b>Сколько всего мест на «{ $title }»?</b> Больше этого все виды билетов вместе не продадут.
type-screen =
    🎟 <b>{ $name }</b>{ $sale ->
        [before] { " " }(ещё не в продаже)
        [after] { " " }(больше не продаются)
        *[open] { "" }
    } — { $title }

    💰 Цена: { $price }
    🔢 Билетов: { $capacity } — продано { $sold }{ $held ->
        [0] { "" }
        *[other] , оплачивают { $held }
    }, осталось { $left }
    🗓 Начало продаж: { $from }
    🏁 Конец продаж: { $until }
    👤 На человека: { $perPerson ->
        [0] без ограничения
        *[other] не больше { $perPerson }
    }
type-from-now = сразу
type-until-end = вместе с событием
type-field-name = ✏️ Название
type-field-price = 💰 Цена
type-field-capacity = 🔢 Число
type-field-saleFrom = 🗓 Продажа с
type-field-saleUntil = 🏁 Продажа до
type-field-perPerson = 👤 На человека
type-ask-name = <b>Как назвать «{ $name }»?</b> До { $max } символов.
type-ask-price =
    <b>Сколько должен стоить билет «{ $name }»?</b> { $currency ->
        [XTR] Число звёзд ⭐; 0 — бесплатно.
        *[other] Число в { $money }; 0 — бесплатно.
    } Сейчас — { $price }; в уже сделанных заказах цена останется прежней.
type-ask-capacity = <b>Сколько всего билетов «{ $name }»?</b> { $taken ->
        [0] Пока никто не брал.
        [one] { $taken } уже занят.
        [few] { $taken } уже заняты.
        *[many] { $taken } уже занято.
    }
type-ask-saleFrom = <b>С какого времени продаётся «{ $name }»?</b> Например, <code>1.12.2026 10:00</code> или «завтра». Часовой пояс: { $zone }.
type-ask-saleUntil = <b>До какого времени продаётся «{ $name }»?</b> Например, <code>20.12.2026</code> или «завтра в 19:00». Часовой пояс: { $zone }.
type-ask-perPerson = <b>Сколько билетов «{ $name }» может взять один человек?</b>
type-remove-ask = Убрать «<b>{ $name }</b>» из «{ $title }»? Таких билетов никто не заказывал.
type-removed = 🗑 Вид билетов убран.
type-added = ✔️ Добавлен вид билетов «<b>{ $name }</b>».
preview-ways = 💳 Гости платят { $ways }. Другие способы — сразу после публикации.
manage-ways = 💳 Оплата: { $ways }
way-in-words = { $way ->
    [provider] картой
    [stars] звёздами
    [transfer] переводом
    *[atDoor] на входе
    }
manage-cancel-orders = 💸 { $orders ->
        [one] Деньги вернутся за { $orders } оплаченный заказ.
        [few] Деньги вернутся за { $orders } оплаченных заказа.
        *[many] Деньги вернутся за { $orders } оплаченных заказов.
    }
manage-cancel-stars = ⭐ { $sum } — вернутся сами.
manage-cancel-tasks = 🤝 { $sum } — вернуть нужно вам. Что сделать по каждому заказу, будет в разделе «Деньги».
manage-cancel-door = 🚪 { $sum } взято на входе: их тоже возвращаете вы.
way-provider = 💳 Картой
way-stars = ⭐ Звёздами
way-transfer = 🏦 Переводом
way-atDoor = 🚪 На входе
ways-head = 💳 <b>{ $title }</b> — чем можно платить
ways-none-open = ⚠️ <b>Сейчас никто не может купить:</b> выберите хотя бы один способ оплаты.
ways-stars = ⭐ Цены в звёздах, поэтому билеты оплачивают звёздами прямо в чате.
ways-about-provider = 💳 <b>Картой</b>: прямо в чате, билеты приходят сразу.
ways-about-stars = ⭐ <b>Звёздами</b>: прямо в чате, билеты приходят сразу.
ways-about-transfer = 🏦 <b>Переводом</b>: вам на карту или счёт. Покупатель присылает чек, вы проверяете и подтверждаете.
ways-about-atDoor = 🚪 <b>На входе</b>: билеты приходят сразу, деньги берут помощники на входе.
ways-transfer-details =
    🏦 Покупатели видят:
    { $details }
ways-not-named = ℹ️ Деньги с карт и звёзды получает владелец бота, поэтому эти способы — только для организаторов, которых он указал. Попросите владельца добавить вас.
ways-no-provider = ℹ️ Чтобы принимать карты в чате, подключите платёжный сервис у @BotFather (Payments) и впишите его токен в <code>PAYMENT_PROVIDER_TOKEN</code>.
ways-no-currency = ℹ️ Картой здесь платить нельзя: Telegram не принимает счета в { $money }.
ways-ask-transfer = <b>Куда переводить деньги?</b> Номер карты или телефона, банк и имя получателя. Покупатели увидят это слово в слово.
promo-list = 🏷 <b>{ $title }</b> — промокоды
promo-none =
    🏷 <b>{ $title }</b> — промокоды

    Пока ни одного. Промокод даёт скидку тем, у кого он есть: в процентах или на сумму. Скрытые билеты промокод для них открывает, даже если скидки не даёт.
promo-line = { $isOn ->
        [yes] { "" }
        *[no] ⏸{ " " }
    }<code>{ $code }</code> · { $discount } · { $isAny ->
        [yes] использован { $used ->
            [one] { $used } раз
            [few] { $used } раза
            *[many] { $used } раз
        }
        *[no] использован { $used } из { $limit }
    }
promo-button = { $isOn ->
        [yes] { "" }
        *[no] ⏸{ " " }
    }{ $code } · { $discount }
promo-any = без ограничения
promo-all-types = Все виды билетов
promo-made = 🏷 Промокод действует. Поделитесь им.
promo-screen =
    🏷 <code>{ $code }</code>: { $discount }{ $isOn ->
        [yes] { "" }
        *[no] { " " }(выключен)
    }
    🎪 { $title }

    🧾 Использований: { $used } { $isAny ->
        [yes] (без ограничения)
        *[no] из { $limit }
    }
    👤 Заказов на человека: { $perPerson }
    🗓 Начало: { $from }
    🏁 Конец: { $until }
    🎟 { $types }

    🔗 { $hasLink ->
        [yes] { $link }
        *[no] В ссылку кириллица не помещается: передавайте сам промокод.
    }
promo-opens = 🙈 Открывает скрытые билеты: { $types }
promo-opens-none = 🙈 Скрытых билетов не открывает. Если должен, выберите их ниже.
button-opens-only = 🙈 Только открывает билеты
promo-field-discount = 🏷 Скидка
promo-field-limit = 🧾 Лимит
promo-field-perPerson = 👤 На человека
promo-field-startsAt = 🗓 Начало
promo-field-endsAt = 🏁 Конец
promo-ask-code = <b>Какой промокод?</b> От 2 до { $max } букв, цифр и дефисов, например <code>SPRING</code>. Большие и маленькие буквы не различаются.
promo-ask-discount = <b>Какую скидку на билет даёт { $code }?</b> Процент, например <code>20 %</code>, или сумму в { $currency ->
        [XTR] звёздах ⭐
        *[other] { $money }
    }, например <code>{ $example }</code>.
promo-ask-limit = <b>Сколько раз можно использовать { $code }?</b> Заказ — это один раз, а если билеты с промокодом бесплатны — каждый билет.
promo-ask-perPerson = <b>В скольких заказах один человек может использовать { $code }?</b>
promo-ask-startsAt = <b>С какого времени действует { $code }?</b> Например, <code>1.12.2026 10:00</code> или «завтра». Часовой пояс: { $zone }.
promo-ask-endsAt = <b>До какого времени действует { $code }?</b> Например, <code>20.12.2026</code> или «завтра в 19:00». Часовой пояс: { $zone }.
refusal-discountForm = Не похоже на скидку. Напишите процент, например 20 %, или сумму.
refusal-discountTooHigh = Это больше, чем стоит самый дорогой билет ({ $max }). Сделайте скидку меньше.
refusal-lastWayStays = Один способ оплаты должен остаться. Сначала выберите другой.
refusal-percentOutOfRange = Напишите целый процент от 1 до 100.
refusal-saleAfterEnd = К этому времени событие уже закончится. Укажите время до его конца.
refusal-typeGone = Такого вида билетов больше нет.
refusal-typeNameTaken = Вид билетов «{ $name }» уже есть. Придумайте другое название.
refusal-priceOtherCurrency = { $currency ->
        [XTR] Цены здесь в звёздах ⭐. Напишите число звёзд.
        *[other] Цены здесь в { $currency }. Напишите сумму в { $currency }.
    }

# --- giving a paid ticket back
give-back-money = { $way ->
    [free] Билет был бесплатным: возвращать деньги не нужно.
    [atDoor] Оплата была бы на входе: возвращать деньги не нужно.
    [stars] { $who ->
        [you] Звёзды вернутся вам сами через пару мгновений: { $amount }.
        *[buyer] Звёзды вернутся сами тому, кто купил билет: { $amount }.
    }
    *[other] { $who ->
        [you] Организатор вернёт вам { $amount }.
        *[buyer] Организатор вернёт { $amount } тому, кто купил билет.
    }
    }

# --- the organizer's money
button-money = 💰 Деньги
button-open-order = 🧾 Открыть заказ
button-refunds-to-make = ↩️ Вернуть вручную ({ $count })
button-refund-orders = ↩️ Вернуть деньги
button-waiting-transfers = 🏦 Проверить переводы ({ $count })
button-refund-chosen = ↩️ Вернуть выбранные ({ $count })
button-refund-all = ↩️ Вернуть все ({ $count })
button-money-is-there = ✅ Деньги пришли
button-not-found = ✖️ Не пришли
button-really-not-found = ✖️ Да, не пришли
button-with-line = ✍️ Не пришли, и пара слов
button-open-transfer = 🧾 Открыть перевод
button-undo-not-found = ↩️ Проверить ещё раз
button-all-transfers = 🏦 Все переводы
button-it-was-paid = ✅ Оплачен
button-came-too-late = ✋ Пришли: верну
button-given-back = ✅ Деньги возвращены
money-head = 💰 <b>{ $title }</b>
money-none = Пока ничего не поступало.
money-way =
    <b>{ $way ->
        [provider] 💳 Картой
        [stars] ⭐ Звёздами
        [transfer] 🏦 Переводом
        *[atDoor] 🚪 На входе
    }:</b> { $gross } · { $payments ->
        [one] { $payments } платёж
        [few] { $payments } платежа
        *[many] { $payments } платежей
    }
money-refunded = ↩️ возвращено { $refunded } · осталось { $net }
money-refunded-due = ↩️ к возврату { $refunded }, из них ещё не возвращено: { $due } · останется { $net }
money-total = <b>Итого:</b> поступило { $gross } · возвращается { $refunded } · <b>остаётся { $net }</b>
refund-run-other = Ещё возвращаются деньги за заказы, выбранные раньше. Когда закончится, выберите эти снова.
refund-run-working = ⏳ <b>Возвращаем деньги за заказы: { $done } из { $of }</b>
refund-run-cancelled = 🚫 <b>Событие отменено.</b> Возвращается: { $sum }.
refund-run-done = ✅ <b>{ $orders ->
        [one] Возврат за { $orders } заказ
        [few] Возврат за { $orders } заказа
        *[many] Возврат за { $orders } заказов
    }:</b> { $sum }.
refund-run-stars = ⭐ Звёзды возвращены: { $done } из { $of }
refund-run-by-hand = ✋ Вернуть вручную: { $count }
refund-run-failed = ⚠️ Telegram не смог вернуть звёзды: { $count }. Они в списке «Вернуть вручную».
refund-list =
    ↩️ <b>{ $title }</b>

    Выберите заказы, за которые нужно вернуть деньги. Здесь только оплаченные заранее: что платят на входе, там и возвращают.
refund-list-none = ↩️ За «{ $title }» возвращать нечего.
refund-list-changed = Заказы тем временем изменились. Посмотрите ещё раз.
refund-line = № { $order } · { $buyer } · { $quantity } × { $price } · { $way ->
    [provider] карта
    [stars] звёзды
    *[transfer] перевод
    }
refund-button = { $mark } № { $order } · { $amount } · { $buyer }
refund-ask =
    Вернуть деньги за { $count ->
        [one] { $count } заказ
        [few] { $count } заказа
        *[many] { $count } заказов
    } на «<b>{ $title }</b>»: <b>{ $sum }</b>?
refund-ask-line = № { $order } · { $buyer } · { $quantity ->
    [one] { $quantity } билет
    [few] { $quantity } билета
    *[many] { $quantity } билетов
    } · { $total }
refund-ask-more = … и ещё { $count }
refund-ask-way = { $way ->
    [stars] ⭐ { $sum }: звёзды вернутся сами через пару мгновений.
    [provider] 💳 { $sum }: вернёте вы, у платёжного провайдера. Список будет в «Деньгах».
    *[transfer] 🏦 { $sum }: вернёте вы, переводом. Список будет в «Деньгах».
    }
refund-ask-tickets = 🎟 Неиспользованные билеты сразу перестанут действовать, их места освободятся, владельцы получат сообщение. Отменить это будет нельзя.
refund-tasks =
    ↩️ <b>{ $title }: вернуть вручную</b>

    Верните деньги туда, откуда они пришли, и нажмите кнопку: плательщик получит сообщение.
refund-tasks-none = ↩️ <b>{ $title }</b>: возвращать больше нечего. Спасибо!
refund-task = <b>{ $amount }</b> — <b>{ $person }</b> · заказ № { $order }
refund-task-how = { $how ->
    [failed] ⚠️ Telegram не вернул эти звёзды. Если у бота их не хватает, пополните его счёт и попробуйте ещё раз; если дело не в этом — договоритесь с покупателем.
    [atDoor] 🚪 Это оплата на входе: верните наличными или как договоритесь.
    [provider] 💳 Верните платёж у платёжного провайдера.
    *[transfer] 🏦 Верните переводом на счёт, с которого он пришёл.
    }
refund-task-charge = Платёж: <code>{ $charge }</code>
refund-task-telegram = Номер в Telegram: <code>{ $telegram }</code>
refund-task-button = ✅ № { $order } · { $amount } · { $person }
refund-retry-button = 🔁 № { $order } · { $amount } · { $person }
refund-write-button = 💬 № { $order } · написать
refund-tried-again = 🔁 Возвращаем звёзды ещё раз. Если Telegram снова откажет, вы об этом узнаете.
button-try-again = 🔁 Попробовать ещё раз
stars-lacking =
    ⚠️ У бота { $has }, а вернуть нужно { $needed }: покупателям возвращается всё, что они заплатили, вместе с долей партнёра. То, в чём Telegram откажет, попадёт в список «Вернуть вручную» — там можно попробовать ещё раз.
refund-noted = Отмечено. Плательщик получит сообщение.
refund-done = ✅ Возвращено: <b>{ $amount }</b> — <b>{ $person }</b>, заказ № { $order }{ $about ->
    [event] { " " }на «{ $title }»
    *[none] { "" }
    }. Плательщик получит сообщение.
transfers-waiting =
    🏦 <b>{ $title }: проверить переводы</b>

    Эти покупатели сообщили, что перевели деньги. Откройте заказ, чтобы увидеть чек и ответить.
transfers-none = 🏦 <b>{ $title }</b>: проверять нечего.
transfer-line = № { $order } · { $amount } · { $buyer }
transfer-rejected = ✖️ Не пришли: { $amount } — { $buyer }, заказ № { $order } на «{ $title }». Покупатель получит сообщение и сможет прислать другой чек.
transfer-line-sent = 💬 Вместе с этим получит ваши слова: <blockquote>{ $line }</blockquote>
transfer-taken-up = ↩️ Перевод снова на проверке, покупатель получит сообщение.
transfer-ask-not-found =
    🔎 <b>Точно не пришли?</b> { $amount } — <b>{ $buyer }</b>, заказ № { $order } на «{ $title }».

    { $state ->
        [over] Заказ отменён. Покупатель узнает, что деньги не пришли.
        [held] Покупатель получит сообщение и сможет прислать другой чек. Места держим за ним до { $until }.
        *[open] Покупатель получит сообщение и сможет прислать другой чек. Места за ним больше не держим.
    }
ask-rejectionLine =
    ✍️ <b>Что написать покупателю вместе с «не пришли»?</b> { $buyer } получит это сразу.

    Например, на что посмотреть: «Пришла только половина». До { $max } символов.
transfer-confirmed = ✅ Деньги пришли: <b>{ $amount }</b> — <b>{ $buyer }</b>, заказ № { $order } на «{ $title }». { $quantity ->
    [1] Билет отправляем.
    *[other] Билеты отправляем.
    }
transfer-settled = Заказ № { $order } на «{ $title }» ({ $buyer }, { $amount }) больше не ждёт ответа.
transfer-too-late = ⚠️ { $lost ->
    [paid] Заказ № { $order } на «{ $title }» уже оплачен другим способом.
    [event] «{ $title }» уже не состоится, и билетов по заказу № { $order } не будет.
    *[seats] Мест для заказа № { $order } на «{ $title }» уже нет.
    } Если деньги пришли (<b>{ $amount }</b>, <b>{ $buyer }</b>), нажмите кнопку: возврат попадёт в ваш список, покупатель получит сообщение.
transfer-goes-back = ↩️ За эти деньги билетов не будет: заказ № { $order } на «{ $title }». Нужно вернуть: <b>{ $amount }</b> — <b>{ $buyer }</b>. Возврат в вашем списке, покупатель получит сообщение.
payment-found = ✅ Оплачен: <b>{ $amount }</b> — <b>{ $buyer }</b>, заказ № { $order } на «{ $title }». { $quantity ->
    [1] Билет отправляем.
    *[other] Билеты отправляем.
    }
news-holdExpired = ⌛️ Время на оплату «<b>{ $title }</b>» вышло. { $quantity ->
    [one] Ваше место снова свободно. Если оно вам нужно, выберите его ещё раз.
    [few] Ваши { $quantity } места снова свободны. Если они вам нужны, выберите их ещё раз.
    *[many] Ваши { $quantity } мест снова свободны. Если они вам нужны, выберите их ещё раз.
    }
news-holdExpired-looking = ⌛️ Организатор «<b>{ $title }</b>» ещё не ответил про ваш перевод, и { $quantity ->
    [one] ваше место снова свободно. Когда он найдёт деньги, билет придёт, если место ещё не займут; если займут — деньги вернут.
    [few] ваши { $quantity } места снова свободны. Когда он найдёт деньги, билеты придут, если места ещё не займут; если займут — деньги вернут.
    *[many] ваши { $quantity } мест снова свободны. Когда он найдёт деньги, билеты придут, если места ещё не займут; если займут — деньги вернут.
    }
news-heldEventCancelled =
    🚫 <b>Событие отменено:</b> { $title }
    📅 { $when }

    { $looking ->
        [yes] Ваш заказ закрыт. Если перевод прошёл, организатор вернёт деньги.
        *[no] Ваш заказ закрыт, платить ничего не нужно.
    } Нам жаль.
news-proofWaits =
    🏦 Перевод: <b>{ $amount }</b> — <b>{ $buyer }</b>

    «{ $title }», заказ № { $order }, { $quantity ->
        [one] { $quantity } билет
        [few] { $quantity } билета
        *[many] { $quantity } билетов
    }. Посмотрите на своём счёте: деньги пришли?
proof-latest = 🧾 Это чек № { $count }: он заменяет прежние.
proof-words = 💬 Покупатель пишет: <blockquote>{ $words }</blockquote>
proof-own-words = 💬 Ваши слова: <blockquote>{ $words }</blockquote>
proof-kept = ⏳ Места держим до { $until }.
proof-line = 💬 Организатор пишет: <blockquote>{ $line }</blockquote>
news-proofWords = 🏦 <b>{ $buyer }</b>, перевод { $amount } на «{ $title }», заказ № { $order }.
news-proofRejected = 🔎 Организатор «<b>{ $title }</b>» { $state ->
    [over] не нашёл деньги за ваш отменённый заказ № { $order }. Если перевод всё-таки прошёл, напишите организатору.
    [held] пока не нашёл деньги за ваш заказ № { $order }. Проверьте, прошёл ли перевод, и пришлите чек сюда ещё раз. Держим заказ за вами до { $until }.
    *[open] пока не нашёл деньги за ваш заказ № { $order }, а время заказа вышло. Проверьте, прошёл ли перевод. Если прошёл, пришлите чек ещё раз из заказа: если места ещё свободны, билеты придут.
    }
news-proofTakenUp = 🔎 Организатор «<b>{ $title }</b>» снова проверяет ваш перевод по заказу № { $order }. Вам ничего делать не нужно.
news-paymentReturned =
    ↩️ <b>Ваш платёж { $amount } возвращается.</b>

    { $why ->
        [paidTwice] Заказ на «{ $title }» уже был оплачен или закрыт.
        [soldOut] Время на оплату вышло, и все места на «{ $title }» тем временем заняли. Нам жаль.
        [eventCancelled] Событие «{ $title }» отменено. Нам жаль.
        [eventEnded] Событие «{ $title }» уже прошло.
        [otherAmount] Сумма заказа на «{ $title }» успела измениться. Оплатить новую можно здесь: /orders
        *[noOrder] Он не относится ни к одному заказу.
    }
money-back = { $way ->
    [stars] Звёзды вернутся сами через пару мгновений: { $amount }.
    *[other] Деньги вернёт организатор: { $amount }. Мы сообщим, когда это будет сделано.
    }
money-back-nobody = Напишите тому, кто прислал вам счёт, и назовите этот платёж: <code>{ $charge }</code>
news-orderRefunded =
    ↩️ <b>Деньги за заказ № { $order } на «{ $title }» возвращаются: { $amount }.</b>

    { $quantity ->
        [0] { "" }
        [one] { $quantity } билет больше не действует.{ " " }
        [few] { $quantity } билета больше не действуют.{ " " }
        *[many] { $quantity } билетов больше не действуют.{ " " }
    }{ $how ->
        [stars] Звёзды вернутся сами через пару мгновений.
        *[byHand] Деньги вернёт организатор. Мы сообщим, когда это будет сделано.
    }
news-ticketRefunded = ↩️ Билет № { $number } на «<b>{ $title }</b>» больше не действует: организатор возвращает деньги тому, кто его купил.
news-refunded = ✅ <b>Возвращено { $amount }</b>{ $about ->
    [event] { " " }за «{ $title }»
    *[none] { "" }
    }.
news-refundDue =
    ↩️ <b>Нужно вернуть деньги</b>{ $about ->
        [event] { ": " }«{ $title }»
        *[none] { "" }
    }

    { $reason ->
        [surplus] Этот платёж не удалось засчитать: заказ уже оплачен или закрыт, либо мест не осталось.
        [givenBack] Билет вернули: место снова свободно, или его взял человек из очереди.
        *[organizer] За заказ возвращаются деньги.
    }
news-paymentToCheck =
    🔎 <b>Оплачен ли этот заказ?</b>

    Бот долго не работал. «{ $title }», заказ № { $order }: { $buyer }, { $quantity ->
        [one] { $quantity } билет
        [few] { $quantity } билета
        *[many] { $quantity } билетов
    }, <b>{ $amount }</b>. Проверьте у платёжного провайдера. Если заказ оплачен, нажмите кнопку: билеты уйдут покупателю.

# --- buyers: choosing, orders, promo codes, transfers, receipts
command-orders = Мои заказы и чеки
cancel-question = Хорошо, ответа больше не ждём. Чем помочь?
button-my-orders = 🧾 Мои заказы
button-type = { $name } · { $price }
button-promo-code = 🏷 Промокод
button-drop-code = 🏷 Убрать промокод
button-no-code = ✖️ Без промокода
button-take-free = ✅ Взять бесплатно
button-pay = { $way ->
    [provider] 💳 Заплатить { $total }
    [stars] ⭐ Заплатить { $total }
    [transfer] 🏦 Перевод
    *[atDoor] 🚪 Оплата на входе
    }
button-other-ways = ‹ Другие способы оплаты
button-other-picture = 🧾 Другой чек
button-give-up = ✖️ Отменить заказ
button-choose-again = 🎟 Выбрать заново
button-order-ticket = 🎟 Билет
button-order-tickets = 🎟 Билеты
buy-type =
    <b>{ $title }</b>

    Какой билет?
buy-quantity-type =
    <b>{ $title }</b>
    🎟 { $type } · { $price }

    Сколько билетов? { $left ->
        [one] Остался { $left }.
        *[other] Осталось { $left }.
    }
order =
    <b>{ $title }</b>
    📅 { $when }
    📍 { $venue }

    🎟 { $what }
    💰 { $price }
order-what = { $hasType ->
    [yes] { $type } × { $quantity }
    *[no] { $quantity ->
        [one] { $quantity } билет
        [few] { $quantity } билета
        *[many] { $quantity } билетов
    }
    }
order-price = { $total }
order-discounted = <s>{ $full }</s> <b>{ $total }</b> · 🏷{ "\u00A0" }{ $code }
order-countdown = ⏳ Держим за вами ещё { $minutes ->
    [one] { $minutes } минуту
    [few] { $minutes } минуты
    *[many] { $minutes } минут
    }. Заказ № { $order }.
order-until = ⏳ Держим за вами до { $until }. Заказ № { $order }.
order-choose = Как вам удобнее заплатить?
order-transfer =
    🏦 <b>Переведите { $total }:</b>
    { $details }

    В назначении напишите: <code>Заказ { $order }</code>
    Потом пришлите сюда чек: скриншот, фото или PDF. Организатор проверит — и { $quantity ->
        [1] билет ваш.
        *[other] билеты ваши.
    }
order-transfer-line = <code>{ $line }</code>
order-looking = 🔎 Организатор проверяет перевод. Держим за вами до { $until }. Заказ № { $order }.
order-waits = ☝️ Этот заказ ждёт оплаты.
order-below = ⤵️ Заказ № { $order } — ниже.
order-paid = ✅ Заказ № { $order } на «<b>{ $title }</b>» оплачен.
order-refunded = ↩️ Деньги за заказ № { $order } («{ $title }») возвращаются: организатор оформил возврат.
order-given-up = ✖️ Заказ на «<b>{ $title }</b>» отменён.
order-expired = ⌛️ Время вышло, заказ на «<b>{ $title }</b>» закрыт.
order-expired-looking = ⌛️ Время вышло, но организатор ещё проверяет ваш перевод за «<b>{ $title }</b>». Заказ № { $order }.
discount-none = только открывает билеты
discount-percent = −{ $percent }{"\u00A0"}%
promo-ask = 🏷 <b>Напишите промокод.</b>
promo-opened = 🏷 Промокод <b>{ $code }</b> открывает другие билеты: { $types }. Ваш заказ по-прежнему ждёт вас. Чтобы взять их вместо этих, отмените его и откройте событие.
promo-opened-too = 🙈 Он открывает и другие билеты: { $types }. Они на карточке события.
promo-taken = 🏷 Промокод { $code } принят.
promo-stopped = Хорошо, без промокода.
promo-seats-stay = Заказ остаётся за вами.
promo-link = 🏷 Промокод <b>{ $code }</b>: { $off } на билет{ $hasTypes ->
    [yes] { " " }({ $types })
    *[no] { "" }
    }
promo-link-opens = 🏷 Промокод <b>{ $code }</b> открыл вам билеты{ $hasTypes ->
    [yes] : { $types }
    *[no] .
    }
promo-link-notYet = 🏷 Промокод <b>{ $code }</b> начнёт действовать { $from }.
promo-link-over = 🏷 Промокод <b>{ $code }</b> больше не действует.
promo-link-unknown = 🏷 Промокода «{ $code }» у этого события нет. Цены — обычные.
proof-taken = 🔎 Спасибо! Организатор проверит перевод по заказу № { $order }. Держим его за вами до { $until }. Если прислали не то, пришлите другой чек.
proof-words-kept = 📝 Организатор прочтёт это вместе с чеком. Теперь пришлите сам чек: скриншот, фото или PDF.
proof-words-passed = 📨 Организатор прочтёт это вместе с чеком.
proof-ask-again = Пришлите другой чек — организатор увидит его вместо прежнего.
proof-taken-late = 🔎 Спасибо! Время заказа № { $order } вышло, но организатор проверит перевод. { $quantity ->
    [1] Если место ещё свободно, билет придёт; если нет — деньги вернут.
    *[other] Если места ещё свободны, билеты придут; если нет — деньги вернут.
    }
orders-list = <b>🧾 Мои заказы</b>
orders-none = Заказов пока нет. Самое время выбрать событие!
orders-line = { $status ->
    [held] ⏳
    [looking] 🔎
    [expired] ⌛️
    [givenUp] ✖️
    [eventCancelled] 🚫
    [refunded] ↩️
    *[paid] ✅
    } № { $order } · { $title } · { $total }
orders-button = { $status ->
    [held] ⏳
    [looking] 🔎
    [expired] ⌛️
    [givenUp] ✖️
    [eventCancelled] 🚫
    [refunded] ↩️
    *[paid] ✅
    } № { $order } · { $when } · { $title }
receipt =
    🧾 <b>Заказ № { $order }</b> · { $at }

    🎪 <b>{ $title }</b>
    📅 { $when }
    📍 { $venue }
    🎟 { $what }
receipt-each = Цена: { $quantity ->
    [1] { $full }
    *[other] { $each } × { $quantity } = { $full }
    }
receipt-discount = Скидка по промокоду { $code }: −{ $off }
receipt-total = <b>Итого: { $total }</b>
receipt-state = { $status ->
    [held] ⏳ Ждёт оплаты до { $at }
    [looking] 🔎 Организатор проверяет перевод
    [expired] ⌛️ Время на оплату вышло
    [givenUp] ✖️ Отменён до оплаты
    [eventCancelled] 🚫 Событие отменено
    [refunded] ↩️ Организатор оформил возврат
    [free] ✅ Бесплатно
    [guestList] 🎁 Из списка гостей
    [atDoor] 🚪 Оплата на входе
    [provider] ✅ Оплачен онлайн { $at }
    [stars] ✅ Оплачен звёздами Telegram { $at }
    *[transfer] ✅ Оплачен переводом { $at }
    }
receipt-returned = ↩️ { $returned ->
    [one] Возвращён { $returned } билет
    [few] Возвращены { $returned } билета
    *[many] Возвращено { $returned } билетов
    }
receipt-refund = ↩️ Возврат { $amount }{ $state ->
    [done] { "" }: { $at }
    *[due] { "" }: деньги в пути
    }

# --- copies and series
button-copy-event = 📑 Копия
button-copy-next-week = 🔁 Через неделю, то же время
button-copy-same-time = 🔁 { $when }
button-copy-other-day = 📅 Другой день
button-copy-repeat = 🗓 Сразу несколько дат
button-copy-promoCodes = 🏷 { $count ->
        [one] С { $count } промокодом
        *[other] С { $count } промокодами
    }
button-copy-staff = 🤝 { $count ->
        [one] С { $count } помощником
        *[other] С { $count } помощниками
    }
button-copy-count = Ещё…
button-copy-every-day = Каждый день
button-copy-every-week = Каждую неделю
button-copy-every-twoWeeks = Раз в 2 недели
button-copy-every-month = Каждый месяц
button-publish-copies = 🎉 { $count ->
        [1] Опубликовать
        [one] Опубликовать { $count } событие
        [few] Опубликовать { $count } события
        *[many] Опубликовать { $count } событий
    }
button-series = 🗓 Даты серии
button-all-dates = 🗓 Все даты
copy-when =
    📑 <b>{ $title }</b>
    { $when }

    Когда провести ещё раз? Ближайшая свободная дата в то же время:
    <b>{ $next }</b>

    Или напишите другую дату: «в следующую пятницу в 19:00».
copy-other-day =
    📑 <b>{ $title }</b>

    В какой день? Напишите дату: например, «25.12 19:00» или «в следующую пятницу». Если не указать время, начало останется прежним.
copy-preview = 👀 Это копия. Пока её никто не видит.{ $poster ->
        [yes] { " " }Афиша останется прежней.
        *[no] { "" }
    }
copy-taken = ⚠️ Такая дата в серии уже есть.
copy-repeat =
    🗓 <b>{ $title }</b> — несколько дат

    Сколько раз и как часто? Получится так:
copy-date = 📅 { $when }
copy-date-taken = ⏭ { $when } — уже есть
copy-count = Сколько нужно дат? Напишите число от 1 до { $max }.
copies-published = 🎉 «<b>{ $title }</b>»: { $count ->
        [1] опубликована ещё одна дата.
        [one] опубликована ещё { $count } дата.
        [few] опубликованы ещё { $count } даты.
        *[many] опубликовано ещё { $count } дат.
    }
    🔗 { $link }
manage-series = 🗓 В серии { $size ->
        [one] { $size } дата
        [few] { $size } даты
        *[many] { $size } дат
    }
series-button = { $state ->
        [draft] ⏸
        [cancelled] 🚫
        *[published] ▶️
    } { $when }
series-head =
    🗓 <b>{ $title }</b> — в серии { $size ->
        [one] { $size } дата
        [few] { $size } даты
        *[many] { $size } дат
    }{ $ahead ->
        [0] , все уже прошли.
        *[other] . Впереди:
    }
other-dates = { $count ->
        [0] 🗓 У «<b>{ $title }</b>» сейчас нет других дат.
        *[other] 🗓 <b>{ $title }</b> — другие даты:
    }
news-datesPublished =
    🎉 <b>{ $count ->
        [one] { $count } новая дата!
        [few] { $count } новые даты!
        *[many] { $count } новых дат!
    }</b>

    📝 <b>{ $title }</b>
    📍 { $venue }
    👤 Организатор: { $organizer }
    💰 { $price }
news-staffBrought = 🤝 Вы помогаете на входе «<b>{ $title }</b>» и { $count ->
        [1] в этот день:
        *[other] в эти дни:
    }
refusal-datesTaken = Все эти даты в серии уже есть. Выберите, пожалуйста, другие.
# --- до продажи: события по ссылке, начало продаж, скрытые билеты
price-hidden = по ссылке или промокоду
card-types-hidden = 🙈 Билеты — только по ссылке или промокоду.
card-opens = 🔔 В продаже с { $from }
button-remind-opening = 🔔 Сообщить о начале продаж
button-have-code = 🏷 У меня есть код
reminder-on = 🔔 Напишу, когда билеты поступят в продажу.
reminder-off = Хорошо, напоминания не будет.
reminder-late = Билеты уже в продаже.
news-saleOpened =
    🔔 <b>Билеты на «{ $title }» в продаже!</b>

    📅 { $when }
    🎟 { $left ->
        [0] Уже всё разобрали. Бывает, что билеты возвращаются: загляните позже.
        [one] Остался { $left } билет
        [few] Осталось { $left } билета
        *[other] Осталось { $left } билетов
    }
button-listing = 👁 Кто его видит
button-sale-start = 🛒 Начало продаж
settings-listing = { $isUnlisted ->
    [yes] 🙈 По ссылке: видят только те, у кого она есть
    *[no] 👁 В афише: событие найдёт каждый
    }
settings-sale-start = 🛒 Продажа: { $when ->
    [later] с { $from }
    *[now] сразу
    }
listing =
    👁 <b>{ $title }</b>

    <b>В афише</b>: событие найдёт каждый, и о нём узнает чат для объявлений.

    <b>Только по ссылке</b>: видят лишь те, у кого есть ссылка. В списках его нет, объявлений не будет. Проданные билеты остаются в силе.
listing-listed = 👁 В афише
listing-unlisted = 🙈 Только по ссылке
listing-saved = { $isUnlisted ->
    [yes] Теперь событие видно только по ссылке.
    *[no] Теперь событие найдёт каждый.
    }
preview-unlisted = 🙈 Только по ссылке: без неё событие не увидят.
published-unlisted = 🙈 Событие видно только по этой ссылке, объявлений о нём не будет.
sale-start =
    🛒 <b>{ $title }</b>

    { $when ->
        [later] Билеты в продаже с { $from }. До этого карточка говорит, когда начнётся продажа, а гости могут попросить сообщить о начале.
        *[now] Билеты в продаже сразу после публикации. Если назвать время, карточка скажет, когда начнётся продажа, а гости смогут попросить сообщить о начале.
    }
sale-start-ask = <b>С какого времени продавать билеты?</b> Например, <code>1.12.2026 10:00</code> или «завтра в 10:00». Часовой пояс: { $zone }.
button-sale-now = ▶️ Продавать сразу
button-hide-type = 🙈 Скрыть
button-show-type = 👁 Показать всем
button-renew-link = 🔄 Новая ссылка
type-hidden =
    🙈 <b>Скрыто.</b> Эти билеты видят только те, кто пришёл по этой ссылке или с промокодом именно для них:
    { $link }
type-now-hidden = 🙈 Скрыто: гости больше не видят этих билетов.
type-now-shown = 👁 Теперь эти билеты видят все.
type-link-renewed = 🔄 Вот новая ссылка. Прежняя больше ничего не открывает; кто уже пришёл по ней, видит эти билеты и дальше.
refusal-typesHidden = Билеты — только по ссылке или промокоду.
# --- afterwards
rating-ask =
    ⭐ <b>Как всё прошло?</b>

    Вы были на «<b>{ $title }</b>». Организатор увидит ответы без имён.
button-stars = { $stars } ⭐
button-no-rating = Нет, спасибо
button-rating-back = 🗑 Убрать мой ответ
rating-none = Хорошо. О «<b>{ $title }</b>» ничего не записано.
rating-thanks = ⭐ <b>Спасибо!</b> Ваша оценка «<b>{ $title }</b>»: { $stars } из 5.
rating-anonymous = Организатор увидит ответ без вашего имени.
rating-words = <blockquote>{ $words }</blockquote>
rating-ask-words =
    ✍️ <b>Что скажете о «{ $title }»?</b>

    Напишите одним сообщением, до { $max } символов. Организатор прочтёт это без вашего имени.
button-add-words = ✍️ Написать пару слов
button-other-words = ✍️ Написать иначе
button-drop-words = 🗑 Оставить без слов
button-other-stars = ⭐ Изменить оценку
refusal-notThere = Рассказать, как всё прошло, могут только те, кого отметили на входе.
refusal-ratingClosed = «{ $title }» сейчас оценить нельзя: ответы принимаются 90 дней после окончания.
refusal-ratingNeeded = Сначала выберите, пожалуйста, оценку.
refusal-wordsTooLong = { $length ->
    [one] Получился { $length } символ
    [few] Получилось { $length } символа
    *[many] Получилось { $length } символов
    }, а помещается { $max }. Сократите немного.

button-report = 📊 Отчёт
report-head =
    📊 <b>{ $title }</b>
    📅 { $when }
report-sold = 🎟 Продано: { $sold }
report-came = 🚪 Пришли: { $came } · не пришли: { $noShows }
report-nobody-in = 🚪 Через бота никого не пропускали, поэтому неизвестно, кто пришёл.
report-money = <b>💰 Деньги</b>
report-money-line = { $way ->
    [provider] Картой
    [stars] Звёздами
    [transfer] Переводом
    *[atDoor] На входе
    }: { $amount }
report-refunded = ↩️ Возвращено: { $refunded } · осталось: { $net }
report-unrated = ⭐ { $isAsked ->
        [yes] Как всё прошло, пока никто не сказал.
        *[no] В 12:00 бот спросит, как всё прошло, у тех, кого отметили на входе. Ответы появятся в этом отчёте.
    }
report-few-ratings = ⭐ Пока { $answers ->
        [one] { $answers } ответ
        [few] { $answers } ответа
        *[many] { $answers } ответов
    }. Сами оценки видны, когда ответов не меньше трёх: так никого не узнать.
report-rating = ⭐ <b>{ $average } из 5</b> · { $answers ->
        [one] { $answers } ответ
        [few] { $answers } ответа
        *[many] { $answers } ответов
    }
report-stars = { $stars } — { $count }
followers = 🔔 За анонсами следят: { $count }
button-rating-words = 💬 Что написали гости
rating-words-head = 💬 <b>Что гости написали о «{ $title }»</b>, в случайном порядке
rating-words-none = 💬 О «<b>{ $title }</b>» читать пока нечего.
report-picture-heading = Отчёт
report-picture-sold = Продано билетов
report-picture-came = Пришли
report-picture-noShows = Не пришли
report-picture-way = { $way ->
    [provider] Картой
    [stars] Звёздами
    [transfer] Переводом
    *[atDoor] На входе
    }
report-picture-refunded = Возвращено
report-picture-total = Итого
report-picture-rating = Оценка гостей
report-picture-of-five = { $rating } из 5

# --- charts
button-charts = 📈 Графики
button-chart-sales = { $isChosen ->
    [yes] ✔️ Продажи
    *[no] 📈 Продажи
    }
button-chart-types = { $isChosen ->
    [yes] ✔️ Билеты
    *[no] 🎟 Билеты
    }
button-chart-arrivals = { $isChosen ->
    [yes] ✔️ Приход
    *[no] 🚪 Приход
    }
button-chart-money = { $isChosen ->
    [yes] ✔️ Выручка
    *[no] 💰 Выручка
    }
button-chart-look = { $to ->
    [dark] 🌙 Тёмный
    *[light] ☀️ Светлый
    }
chart-head = { $chart ->
    [sales] 📈 Продажи
    [types] 🎟 Продажи по видам билетов
    [arrivals] 🚪 Когда приходили
    *[money] 💰 Выручка
    }: <b>{ $title }</b>
chart-picture-heading = { $chart ->
    [sales] Продажи
    [types] Продажи по видам билетов
    [arrivals] Когда приходили
    *[money] Выручка
    }
chart-nothing-sold = Пока ничего не продано.
chart-nobody-came = Через бота пока никого не пропускали.
chart-no-money = Денег пока не поступало.
chart-sold = 🎟 Продано: <b>{ $sold }</b> из { $capacity } ({ $percent }%){ $returned ->
    [0] {""}
    *[other] {" "}· вернули: { $returned }
    }
chart-latest = 🗓 Сегодня: { $today } · вчера: { $yesterday } · за 7 дней: { $week }
chart-line = • { $when }: { $count }
chart-best = 🏆 { $length ->
    [day] Лучший день
    [week] Лучшая неделя
    *[month] Лучший месяц
    }: { $when } — { $count }
chart-week-from = с { $day }
chart-previous = 🔁 В прошлый раз ({ $when }): за столько же дней до начала — { $soFar }, всего — { $total }
chart-type = • { $name }: <b>{ $sold }</b> из { $capacity } ({ $percent }%)
chart-of = { $sold } из { $capacity }
chart-untyped = Билеты
chart-came = 🚪 Пришли: <b>{ $came }</b> из { $admissions }
chart-busiest = 🏃 Больше всего сразу: { $when } — { $count }
chart-first-last = 🕰 С { $first } до { $last }
chart-other-money = ➕ В других валютах: { $money }
chart-panel-total = Всего продано: { $sold } из { $capacity }
chart-panel-by = { $length ->
    [day] По дням
    [week] По неделям
    *[month] По месяцам
    }
chart-panel-types = Продано каждого вида
chart-panel-arrivals = { $length ->
    [m15] По четвертям часа
    [m30] По получасам
    [h1] По часам
    [h2] По 2 часа
    [h4] По 4 часа
    [h12] По половине суток
    [day] По дням
    *[days] По нескольку дней
    }
chart-panel-money = { $length ->
    [day] По дням
    [week] По неделям
    *[month] По месяцам
    }, в { $currency }
chart-series-sold = Продано
chart-series-returned = Вернули
chart-series-came = Пришли
chart-series-previous = В прошлый раз, { $when }
chart-series-capacity = Все билеты

# --- following
command-following = Чьи новые события мне приходят
button-follow = 🔔 Следить за анонсами
button-following = ✔️ Слежу · отключить
button-follow-again = 🔔 Снова следить
button-stop-following = 🔕 Не присылать
button-stop-following-one = 🔕 { $name }
follow-done = 🔔 Готово: вы узнаете о каждом новом событии, которое проводит { $organizer }. Отключить: /following
follow-already = 🔔 Вы уже следите за анонсами. Организатор: { $organizer }. Отключить: /following
follow-stopped = 🔕 Анонсы этого организатора больше не придут.
following-list =
    🔔 <b>Вы следите за анонсами</b>

    О каждом новом событии бот расскажет один раз. Кто за кем следит, никто не видит. Чтобы отключить, нажмите на имя.
following-line = • { $name }
following-none = Вы пока ни за кем не следите. Кнопка «🔔 Следить за анонсами» есть на карточке каждого события: бот расскажет о каждом следующем событии организатора один раз.
news-followedEvent =
    🔔 <b>Новое от организатора: { $organizer }</b>

    <b>{ $title }</b>
    📅 { $when }
    📍 { $venue }
news-followed-dates =
    🗓 Другие даты:
    { $dates }
refusal-followSelf = Это ваши собственные события: о них вы узнаёте первыми.
# --- reminders
news-reminder =
    ⏰ <b>{ $day ->
        [today] Сегодня
        [tomorrow] Завтра
        *[later] Скоро
    }: { $title }</b>
    📅 { $when }
    📍 { $venue }
reminder-due = 💰 К оплате на входе: { $total }
reminder-codes = { $quantity ->
        [1] Ваш билет:
        *[other] Ваши билеты ({ $quantity }):
    }
cannot-come =
    🙁 <b>{ $title }</b> — не получается прийти?

    { $quantity ->
        [1] { $mayGiveBack ->
            [yes] Билет можно вернуть — место достанется другому — или передать кому-то из знакомых.
            *[no] Вернуть билет нельзя, но можно передать его кому-то из знакомых.
        }
        *[other] Выберите билет: { $mayGiveBack ->
            [yes] его можно вернуть или передать кому-то из знакомых.
            *[no] вернуть его нельзя, но можно передать кому-то из знакомых.
        }
    }
reminders-muted = Об этом событии больше не напомним. Снова включить — кнопкой «Снова напоминать».
reminders-again = Напоминания снова включены.
ticket-outdated = С тех пор событие изменилось ещё раз. Посмотрите последнюю новость ниже.
ticket-kept-so-far = ✅ Вы ответили, что придёте.
ticket-kept = Хорошо, ждём вас!
settings-reminders = 🔔 Напоминания гостям: { $on ->
        [yes] за сутки и за два часа
        *[no] выключены
    }
reminders-setting =
    🔔 <b>{ $title }</b> — напоминать гостям?

    Напоминание с местом и билетом придёт за сутки и за два часа до начала. Ночью никого не беспокоим.
reminders-saved = Сохранено.
button-reminders = 🔔 Напоминания
button-reminders-on = 🔔 Напоминать гостям
button-reminders-off = 🔕 Не напоминать
button-reminders-again = 🔔 Снова напоминать
button-no-reminders = 🔕 Не напоминать
button-cannot-come = 🙁 Не смогу прийти
button-keep = ✅ Приду
button-give-reason = ✍️ Указать причину
button-cancel-now = ✖️ Отменить событие
ask-cancelReason =
    ✍️ Почему отменяется «<b>{ $title }</b>»?

    Это прочтут гости, помощники и чат организаторов. До { $max } символов.
cancel-preview =
    👀 Так это прочтут гости. Новое сообщение заменит причину.
    ———
cancel-reason-gone = Эта причина уже не открыта. Укажите её ещё раз.

# --- how an event sells, for its organizer
settings-hearing = 📬 Вести о продажах: { $choice ->
    [day] раз в день
    [never] не приходят
    *[each] о каждой
    }
hearing =
    📬 <b>{ $title }</b> — как часто рассказывать о продажах?

    <b>О каждой</b> — сразу; когда покупают один за другим, расскажем обо всех вместе. <b>Раз в день</b> — в 20:00 по часам события; если за день ничего не случилось, промолчим.

    Заодно скажем, сколько билетов сдали и сколько броней не оплатили. Когда останется десятая часть билетов и когда они кончатся, скажем, что бы вы ни выбрали.

    Для следующих событий запомним то же.
hearing-saved = Сохранено.
button-hearing = 📬 Вести о продажах
button-hearing-each = 🔔 О каждой продаже
button-hearing-day = 🌆 Раз в день
button-hearing-never = 🔕 Не надо
button-how-often = 📬 Как часто
button-more-tickets = ➕ Добавить билетов
heard-head = { $about ->
    [day] 🌆 <b>Как прошёл день</b>
    [sold] 🎟️ <b>{ $tickets ->
        [one] Куплен { $tickets } билет
        [few] Куплено { $tickets } билета
        *[many] Куплено { $tickets } билетов
    }</b>
    *[other] 📬 <b>Вести о событии</b>
    }
heard-title = 🎪 { $title }
heard-order = 👤 { $buyer } · { $hasType ->
        [yes] { $quantity }{ "\u00A0" }×{ "\u00A0" }{ $type }
        *[no] { $quantity ->
            [one] { $quantity } билет
            [few] { $quantity } билета
            *[many] { $quantity } билетов
        }
    } · { $way ->
        [free] бесплатно
        [provider] { $total }, оплачено картой
        [stars] { $total }, оплачено звёздами
        [transfer] { $total }, оплачено переводом
        *[atDoor] { $total }, оплата на входе
    } · №{ "\u00A0" }{ $order }
heard-sum = 🧾 { $orders ->
        [one] { $orders } заказ
        [few] { $orders } заказа
        *[many] { $orders } заказов
    }, { $tickets ->
        [one] { $tickets } билет
        [few] { $tickets } билета
        *[many] { $tickets } билетов
    }{ $hasMoney ->
        [yes] , { $money }
        *[no] { "" }
    }
heard-given-back = ↩️ Сдали: { $tickets ->
        [one] { $tickets } билет
        [few] { $tickets } билета
        *[many] { $tickets } билетов
    }
heard-unpaid = ⌛️ Не оплатили вовремя: { $orders ->
        [one] { $orders } заказ
        [few] { $orders } заказа
        *[many] { $orders } заказов
    }; { $seats ->
        [one] { $seats } место снова свободно
        [few] { $seats } места снова свободны
        *[many] { $seats } мест снова свободны
    }
heard-left = { $stock ->
    [low] ⚠️ Осталось всего { $left } из { $capacity }
    [soldOut] 🔥 <b>Все билеты проданы</b> — { $capacity } из { $capacity }
    *[plenty] 📦 Осталось: { $left }
    }

# --- guests and organizers talk
button-ask-organizer = 💬 Спросить организатора
button-ask-more = 💬 Спросить ещё
button-ask-nothing = ✖️ Не нужно
button-show-name = 👤 Показать моё имя
button-hide-name = 🕶 Скрыть моё имя
button-answer = ↩️ Ответить
button-no-answer = ✔️ Ответ не нужен
button-block-guest = 🚫 Заблокировать гостя
button-write-buyer = 💬 Написать покупателю
button-questions = 💬 Вопросы ({ $count })
button-all-questions = 💬 Все вопросы
button-tick-similar = ☑️ Отметить похожие ({ $count })
button-answer-ticked = ↩️ Ответить отмеченным ({ $count })
button-answer-all = ↩️ Ответить всем ({ $count })
button-blocked-guests = 🚫 Заблокированы ({ $count })
button-unblock = ✅ Разблокировать гостя { $count }
button-contact = 📇 Контакт
button-remove-contact = 💬 Снова через бота
thread-guest = { $isNamed ->
    [yes] { $name } (гость { $number })
    *[no] Гость { $number }
    }
thread-guest-number = Гость { $number }
thread-ask =
    💬 Напишите организатору события «<b>{ $title }</b>» одним сообщением, можно с картинкой или файлом.

    { $isNamed ->
        [yes] Организатор увидит ваши заказы и имя: { $guest }.
        *[no] Ваше имя скрыто. Если вы брали билеты на это событие, организатор увидит, какие.
    } Ответ придёт сюда.
thread-contact = 📇 Организатор события «<b>{ $title }</b>» отвечает здесь:
thread-asked = ✅ Отправлено организатору события «<b>{ $title }</b>». Ответ придёт сюда.
thread-named = Готово: организатор видит ваше имя.
thread-unnamed = Готово: больше организатор не увидит ваше имя.
thread-nothing-sent = Ничего не отправлено.
thread-question = 💬 <b>{ $guest }</b> пишет о событии «<b>{ $title }</b>»
thread-order = 🎟 { $hasType ->
        [yes] { $type } × { $quantity }
        *[no] { $quantity ->
            [one] { $quantity } билет
            [few] { $quantity } билета
            *[many] { $quantity } билетов
        }
    }, { $state ->
        [held] ещё не оплачено
        [review] перевод на проверке
        [refunded] деньги возвращены
        [cancelled] отменено
        [free] бесплатно
        [guestList] в списке гостей
        [atDoor] оплата на входе
        *[paid] оплачено
    }{ $isNamed ->
        [yes] , заказ № { $order }
        *[no] {""}
    }
thread-no-orders = 🎟 Заказов пока нет
thread-more-orders = 🎟 … и другие
thread-media-follows = ⤵️ Следом — видеосообщение.
thread-answer = 💬 Вам пишет организатор события «<b>{ $title }</b>»
thread-ask-answer =
    ↩️ { $guest }, «<b>{ $title }</b>»: напишите ответ одним сообщением, можно с картинкой или файлом.

    Он придёт от «организатора»: ваше имя и аккаунт не видны.
thread-ask-write =
    💬 { $buyer }, заказ № { $order } на «<b>{ $title }</b>»: напишите одним сообщением, можно с картинкой или файлом.

    Оно придёт от «организатора»: ваше имя и аккаунт не видны. Ответ придёт сюда.
thread-written = ✅ Отправлено: { $buyer } · «<b>{ $title }</b>»
thread-answered = ✅ Отправлено: { $guest } · «<b>{ $title }</b>»
thread-closed = Готово: вопрос убран из списка.
thread-ask-block =
    🚫 Заблокировать? { $guest } больше не сможет писать вам о событии «<b>{ $title }</b>».

    Билеты останутся.
thread-blocked = 🚫 { $guest } больше не сможет писать вам о событии «<b>{ $title }</b>».
thread-unblocked = ✅ { $guest } снова может вам писать.
thread-ask-together =
    ↩️ «<b>{ $title }</b>»: один ответ, { $count ->
        [one] { $count } гость
        [few] { $count } гостя
        *[many] { $count } гостей
    }. Напишите его одним сообщением, можно с картинкой или файлом. Каждый получит его отдельно.
thread-answered-together = { $count ->
        [0] Ответа больше никто не ждёт.
        [one] ✅ Отправлено { $count } гостю.
        [few] ✅ Отправлено { $count } гостям.
        *[many] ✅ Отправлено { $count } гостям.
    }{ $left ->
        [0] { "" }
        [one] { " " }Ждёт ответа ещё { $left } вопрос.
        [few] { " " }Ждут ответа ещё { $left } вопроса.
        *[many] { " " }Ждут ответа ещё { $left } вопросов.
    }
thread-edited = ✏️ Правка не передана: отправленное осталось как было. Напишите, что изменилось, новым сообщением.
thread-undelivered = ⚠️ { $to ->
        [guest] { $isLasting ->
            [yes] Сообщение не доставлено: { $guest } («{ $title }»). Напишите его иначе, например без файла.
            *[no] { $guest } («{ $title }») не принимает сообщения бота, и ваше пока не доставлено. Оно уйдёт, как только гость вернётся.
        }
        *[organizer] { $isLasting ->
            [yes] Вопрос о событии «{ $title }» не доставлен. Напишите его иначе, например без файла.
            *[no] Организатор события «{ $title }» сейчас недоступен. Ваш вопрос уйдёт, как только он вернётся.
        }
    }
questions-head = 💬 <b>{ $title }</b> — { $count ->
        [0] вопросов без ответа нет
        [one] { $count } вопрос ждёт ответа
        [few] { $count } вопроса ждут ответа
        *[many] { $count } вопросов ждут ответа
    }
questions-line = <b>{ $guest }</b>{ $hasTime ->
        [yes] { " " }· { $at }
        *[no] { "" }
    }
    { $hasWords ->
        [yes] { $words }
        *[no] 📎 Без слов
    }
blocked-head = 🚫 Не могут писать вам о событии «<b>{ $title }</b>»:
blocked-none = На событии «<b>{ $title }</b>» никто не заблокирован.
settings-contact = { $has ->
        [yes] 📇 Вопросы — сюда: { $contact }
        *[no] 📇 Вопросы приходят через бота
    }
contact-setting =
    📇 <b>{ $title }</b> — где вам задают вопросы

    { $has ->
        [yes] «Спросить организатора» открывает { $contact }. Чтобы изменить, пришлите другую ссылку или @имя.
        *[no] Вопросы приходят сюда, через бота: ваше имя и аккаунт не видны. Если удобнее отвечать в другом месте, пришлите ссылку или своё @имя: её откроет «Спросить организатора».
    }
refusal-contactForm = Это не ссылка: пришлите @имя или адрес, например t.me/name или example.com. Телефон и почту кнопка открыть не может.
refusal-contactLong = Для ссылки это слишком длинно: помещается до { $max } символов.
refusal-notCarried = { $kind ->
        [sticker] Стикеры не передаются. Скажите словами.
        [dice] Кубики не передаются. Скажите словами.
        [contact] Контакт показал бы номер телефона, поэтому он не отправлен. Если номер нужен собеседнику, напишите его.
        [location] Место на карте может показать, где вы, поэтому оно не отправлено. Напишите адрес.
        [poll] Опросы не передаются. Спросите словами.
        *[other] Это передать нельзя. Напишите словами или пришлите картинку или файл.
    }
refusal-threadBlocked = Организатор больше не принимает ваши сообщения о событии «{ $title }».
refusal-threadClosed = Событие «{ $title }» закончилось больше месяца назад, переписка о нём закрыта.
refusal-threadNotFound = Эта переписка больше не хранится.
refusal-threadRests = Слишком много сообщений подряд. Написать снова можно через { $minutes ->
    [one] { $minutes } минуту
    [few] { $minutes } минуты
    *[many] { $minutes } минут
    }.
refusal-threadSelf = Это ваше событие: вопросы гостей приходят вам.
refusal-threadWaits = Организатор ещё не ответил. Написать снова можно после ответа или через { $hours ->
    [one] { $hours } час
    [few] { $hours } часа
    *[many] { $hours } часов
    }.
# --- сообщения гостям
button-guest-write = ✍️ Написать гостям
button-write-to-one = ✍️ Написать кому-то одному
button-write-to = ✍️ № { $order } · { $buyer }
button-guests-all = 👥 Всем гостям
button-guests-notIn = 🚪 Кто ещё не вошёл
button-guests-owing = 💵 Кто ещё не заплатил
button-guests-in = ✅ Кто уже вошёл
button-guests-type = 🎟 { $name }
button-guest-scheduled = 🕒 { $when }
button-guest-send = ✅ Отправить
button-guest-send-now = ✅ Отправить сейчас
button-guest-send-at = 🕒 Отправить позже
button-guest-other-time = 🕒 Другое время
button-guest-stop = ⏹ Остановить
button-guest-from = ✉️ От: { $title }
button-mute-organizer = 🔕 Не получать рассылки
button-unmute-organizer = 🔔 Снова получать рассылки
button-guest-repeated = 🔁 Повтор: { $title }
guest-whom = ✍️ <b>{ $title }</b> — кому написать?
guest-waiting = { $count ->
        [one] 🕒 { $count } сообщение ждёт своего времени.
        [few] 🕒 { $count } сообщения ждут своего времени.
        *[many] 🕒 { $count } сообщений ждут своего времени.
    }
guest-ask = ✍️ <b>{ $title }</b> — пришлите сообщение. Его { $count ->
        [one] получит { $count } гость
        [few] получат { $count } гостя
        *[many] получат { $count } гостей
    }.
guest-audience = { $audience ->
        [type] Кому: тем, у кого билет «{ $name }»
        [notIn] Кому: тем, кто ещё не вошёл
        [owing] Кому: тем, кто ещё не заплатил
        [in] Кому: тем, кто уже вошёл
        [one] Кому: { $name }
        *[all] Кому: всем гостям
    }
guest-ask-kinds = Текст, картинка, альбом, видео, голосовое, музыка или файл: гости получат всё как есть. Сначала вы увидите, как это выглядит.
guest-preview = ⬆️ Так это { $count ->
        [one] увидит { $count } гость события <b>{ $title }</b>.
        [few] увидят { $count } гостя события <b>{ $title }</b>.
        *[many] увидят { $count } гостей события <b>{ $title }</b>.
    }
guest-preview-lost = Telegram не даёт скопировать это сообщение. Пришлите его, пожалуйста, по-другому.
guest-scheduled = 🕒 Уйдёт { $when }, даже если событие перенесут. Если событие отменят, сообщение не уйдёт.
guest-when = Когда отправить? Например: «через 2 часа» или «завтра в 18:00». По времени события сейчас { $now }.
guest-when-hour = 🕒 { $day } — в какое время? Например: «18:00».
guest-discarded = 🗑 Удалено: его никто не получит.
guest-from = ✉️ От организатора события <b>{ $title }</b>
guest-progress = { $state ->
        [sending] ✉️ <b>{ $title }</b> — сообщение рассылается.
        [stopped] ⏹ <b>{ $title }</b> — остановлено.
        [lost] ⏹ <b>{ $title }</b> — остановлено: в этом чате больше нет сообщения, с которого делались копии.
        *[done] ✅ <b>{ $title }</b> — сообщение разослано.
    }
guest-summary = { $state ->
        [stopped] ⏹ Сообщение гостям события <b>{ $title }</b> остановлено.
        [lost] ⏹ Сообщение гостям события <b>{ $title }</b> удалено из этого чата, поэтому остальные его не получили.
        [cancelled] ⏹ Событие <b>{ $title }</b> отменено, поэтому отложенное сообщение не ушло.
        *[done] ✅ Сообщение гостям события <b>{ $title }</b> разослано.
    }
guest-reached = Получили: { $reached } из { $size }
guest-unreachable = Не удалось доставить: { $count }
guest-muted = Отключили ваши сообщения: { $count }
guest-gone = { $state ->
        [stopped] Не получили: { $count }
        [lost] Не получили: { $count }
        *[done] Больше не среди адресатов: { $count }
    }
guest-unsure = Неизвестно, дошло ли: { $count }
guest-failed = Не принял Telegram: { $count }
guest-own = Так это видят гости. Кнопка — для них.
guest-muted-now = Сообщений от этого организатора больше не будет. Билеты, изменения и напоминания приходят как прежде.
guest-unmuted = Сообщения этого организатора снова будут приходить.
refusal-guestMessageGone = Это сообщение уже не ждёт отправки.
refusal-guestMessageReplaced = Ниже в чате есть более новый вид этого сообщения.
refusal-guestMessageKind = { $kind ->
        [sticker] Стикер
        [dice] Такое сообщение
        [contact] Контакт
        [location] Место на карте
        [poll] Опрос
        *[other] Такое сообщение
    } гостям не переслать. Пришлите текст, картинку, видео, голосовое или файл.
refusal-guestMessageProtected = Это сообщение защищено от копирования. Напишите, пожалуйста, своими словами.
refusal-guestMessagesEnough = Гости события получают за сутки не больше { $most } сообщений. Выберите время позже.
refusal-guestsNone = Сейчас писать некому.

# --- гости события, для организатора
button-guests = 👥 Гости
guests-head =
    👥 <b>{ $title }</b> — гости

    { $tickets ->
        [one] { $tickets } билет
        [few] { $tickets } билета
       *[many] { $tickets } билетов
    }: внутри — { $in }, оплата на входе — { $owing }.
guests-filter = Показаны: { $what }.
guests-how = 🔎 Чтобы найти гостя, напишите имя, @имя, номер или короткий код.
guests-none = Таких гостей нет.
guests-empty = Билетов пока никто не брал.
guests-line = • { $guest } — { $what }
guests-line-type = { $quantity } × { $type }
tickets-counted = { $quantity } шт.
guests-line-number = № { $first }
guests-line-numbers = № { $first }–{ $last }
guests-line-due = 💵 к оплате { $due }
guests-line-given = 🎁 список гостей
guests-line-in = ✅ внутри
guests-line-some-in = ✅ внутри { $in } из { $of }
button-guest-of-list = { $name } · № { $number }
button-guests-filter = 🎛 Отбор
button-guests-orders = 🧾 Заказы
button-guests-files = 📄 Файлы
button-guests-blocked = 🚫 Заблокированы
guests-filter-ask = 🎛 Каких гостей «{ $title }» показать?
guests-type-any = Все типы
guests-pay-paid = Оплачено
guests-pay-owes = Не оплачено
guests-at-in = Внутри
guests-at-out = Не вошли
guests-found = 🔎 «{ $text }» — гости «{ $title }»:
guests-not-found = 🔎 Среди гостей «{ $title }» по запросу «{ $text }» никого не нашлось. Попробуйте начало имени или фамилии, @имя, номер билета или заказа либо короткий код.
button-found-name = { $name }
button-found-ticket = Билет { $number } · { $name }
button-found-order = Заказ { $number } · { $name }
button-found-code = Код № { $number } · { $name }
guest-head = 👤 { $guest } — «{ $title }»
guest-order = { $state ->
        [cancelled] ✖️ Заказ { $order }: { $quantity } шт. · { $total } · отменён
        [held] ⏳ Заказ { $order }: { $quantity } шт. · { $total } · ещё не оплачен
        [refunded] ↩️ Заказ { $order }: { $quantity } шт. · { $total } · деньги возвращены
       *[confirmed] 🧾 Заказ { $order }: { $quantity } шт. · { $total } · { $method }
    }
guest-ticket = { $state ->
        [in] ✅ { $ticket } · { $code } · внутри с { $at }
        [owes] 💵 { $ticket } · { $code } · к оплате { $due }
        [returned] ↩️ { $ticket } · возвращён
        [revoked] ✖️ { $ticket } · отозван
        [cancelled] ✖️ { $ticket } · отменён
       *[out] 🎟 { $ticket } · { $code } · ещё не вошёл
    }
guest-ticket-untyped = № { $number }
guest-ticket-typed = № { $number } · { $type }
guest-more = … и другие.
guest-no-tickets = Билетов на руках нет.
guest-note = 📝 Ваша заметка: { $note }
guest-is-blocked = 🚫 Не может здесь ни купить билет, ни задать вопрос, ни принять билет в подарок.
button-guest-send-again = 📨 Билеты ещё раз
button-guest-note = 📝 Заметка
button-guest-drop-note = 🗑 Удалить заметку
button-guest-write-one = ✍️ Написать
button-guest-refund = ↩️ Вернуть деньги: № { $order }
button-guest-block = 🚫 Заблокировать
button-guest-unblock = 🔓 Разблокировать
button-guest-back = ‹ Гости
guest-note-ask = 📝 Что записать о госте { $guest }? Заметку видите только вы, в ней до { $max } символов. Она заменит прежнюю.
guest-note-asked = заметку
guest-note-kept = 📝 Записано. Заметку видите только вы.
guest-note-dropped = 🗑 Заметка удалена.
guest-sent-again = { $count ->
        [one] 📨 Отправляю ещё раз { $count } билет.
        [few] 📨 Отправляю ещё раз { $count } билета.
       *[many] 📨 Отправляю ещё раз { $count } билетов.
    }
guest-block-ask = 🚫 Заблокировать гостя ({ $guest }) на событии «{ $title }»? Здесь больше не получится ни купить билеты, ни задать вам вопрос, ни принять билет от кого-то. Билеты, которые уже есть, действуют: если гость не должен прийти, верните деньги.
guest-blocked-done = 🚫 Готово: этот гость здесь заблокирован.
guest-unblocked-done = 🔓 Этот гость больше не заблокирован.
guests-blocked-head = 🚫 Заблокированы на событии «{ $title }»:
guests-blocked-none = На событии «{ $title }» никто не заблокирован.
refusal-guestBlocked = Организатор не предлагает вам этого на «{ $title }».
refusal-guestNotFound = На этом событии такого гостя нет.
refusal-sentLately = Билеты только что отправлены ещё раз. Подождите, пожалуйста, десять минут.
refusal-tooManyFiles = Сейчас готовится много файлов. Попробуйте, пожалуйста, через несколько минут.

# --- список гостей: билеты без оплаты
button-guest-list = 🎁 Список гостей
guest-list-head =
    🎁 <b>{ $title }</b> — список гостей

    { $tickets ->
        [0] Пока никого.
        [one] Отдан { $tickets } билет.
        [few] Отдано { $tickets } билета.
       *[many] Отдано { $tickets } билетов.
    }
guest-list-how = Они ничего не стоят, занимают места, как все билеты, и в доход не идут. На входе всех находят по имени, и тех, кто без Telegram, тоже.
guest-list-line = { $state ->
        [open] 🔗 Ссылка, { $quantity } шт. · { $reason } · пока не принята
        [revoked] ✖️ { $guest } · { $reason } · отозвано
        [name] ✏️ { $guest }, { $quantity } шт. · { $reason }
       *[given] 👤 { $guest }, { $quantity } шт. · { $reason }
    }
button-guest-entry = { $name } × { $quantity }
button-guest-entry-link = 🔗 { $name } × { $quantity }
button-guest-entry-over = ✖️ { $name }
button-guest-names = ➕ Имена или @имена
button-guest-link = 🔗 Разовая ссылка
button-guest-list-back = ‹ Список гостей
guest-list-type = 🎁 Билеты какого типа?
guest-names-ask =
    ➕ <b>{ $title }</b>{ $hasType ->
        [yes] { "" } · { $type }
       *[no] { "" }
    }

    Пришлите гостей, по одному в строке. Сначала покажу, как я их понял, и только потом выдам билеты:

    <code>Анна Петрова +2
    Иван; пресса
    @boris x2 (группа)</code>

    «+2» — ещё двое, кроме названного; «x2» — всего двое. После «;» или в скобках — причина. Те, кого я знаю по @имени, получат билеты в Telegram; картинки для остальных — вам, чтобы передать. До { $most } строк.
guest-names-asked = имена
guest-link-ask =
    🔗 <b>{ $title }</b>{ $hasType ->
        [yes] { "" } · { $type }
       *[no] { "" }
    }

    Сколько билетов и для чего? Например: <code>4; пресса</code>

    Не больше { $max }. Все они достанутся тому, кто первым откроет ссылку и подтвердит, а места для них займу сразу.
guest-link-asked = число и причину
guest-gift-ask =
    🎁 <b>{ $title }</b>{ $hasType ->
        [yes] { "" } · { $type }
       *[no] { "" }
    }

    Кому: { $guest }. Сколько билетов и для чего? Например: <code>2; пресса</code>

    Отправлю сразу.
guest-preview-head = 👀 <b>{ $title }</b>{ $hasType ->
        [yes] { "" } · { $type }
       *[no] { "" }
    } — { $guests ->
        [one] { $guests } гость
        [few] { $guests } гостя
       *[many] { $guests } гостей
    }, { $tickets ->
        [one] { $tickets } билет
        [few] { $tickets } билета
       *[many] { $tickets } билетов
    }:
guest-preview-line = { $isKnown ->
        [yes] 👤 { $guest }, { $quantity } шт.
       *[no] ✏️ { $guest }, { $quantity } шт.
    }{ $hasReason ->
        [yes] { "" } · { $reason }
       *[no] { "" }
    }
guest-preview-more = { $more ->
        [one] … и ещё { $more }.
        [few] … и ещё { $more }.
       *[many] … и ещё { $more }.
    }
guest-preview-odd = { $why ->
        [tooMany] ❔ { $line } — можно от 1 до { $max } билетов на строку
       *[noName] ❔ { $line } — нет имени
    }
guest-preview-unknown = ❔ { $name } — со мной ещё не общались: напишите имя или дайте ссылку
guest-preview-left-out = Отмеченное ❔ не войдёт. { $needsReason ->
        [yes] Прислать список заново можно будет после причины.
       *[no] Чтобы поправить список, пришлите его заново.
    }
guest-preview-key-known = 👤 получит билеты в Telegram
guest-preview-key-name = ✏️ без Telegram: { $pictures ->
        [yes] картинки придут вам, чтобы передать
       *[no] картинки — в записи каждого
    }
guest-preview-none = Ни одну строку понять не удалось. Пришлите список заново.
guest-preview-reason = ✏️ Для чего эти билеты? Напишите общую причину для тех, у кого нет своей, например «пресса».
guest-reason-asked = причину
button-guest-issue = ✅ Выдать
button-guest-discard = ✖️ Не выдавать
guest-issued = { $isNew ->
        [yes] ✅ Выдано: { $tickets ->
            [one] { $tickets } билет
            [few] { $tickets } билета
           *[many] { $tickets } билетов
        }, { $guests ->
            [one] { $guests } гость
            [few] { $guests } гостя
           *[many] { $guests } гостей
        }.
       *[no] ✅ Этот список уже выдан.
    }
guest-issued-pictures = Картинки для тех, кто без Telegram, сейчас придут: передайте их.
guest-issued-by-name = Тех, кто без Telegram, на входе найдут по имени. Картинки — в записи каждого.
guest-preview-discarded = ✖️ Ничего не выдано.
guest-given = ✅ Отдано ({ $guest }): { $quantity ->
        [one] { $quantity } билет
        [few] { $quantity } билета
       *[many] { $quantity } билетов
    }.
guest-entry = { $state ->
        [open] 🔗 <b>Ссылка на { $quantity ->
            [one] { $quantity } билет
            [few] { $quantity } билета
           *[many] { $quantity } билетов
        }</b> — «{ $title }»
        [revoked] ✖️ <b>{ $guest }</b> — «{ $title }», отозвано
        [name] ✏️ <b>{ $guest }</b> — «{ $title }», без Telegram
       *[given] 👤 <b>{ $guest }</b> — «{ $title }»
    }
guest-entry-facts = 📝 { $reason } · кто отдал: { $by }, { $at }
guest-entry-link =
    Передайте её одному человеку. Кто первым откроет и подтвердит, получит билеты:
    { $link }
guest-link-share = Для вас билеты на «{ $title }»: откройте ссылку.
button-guest-pictures = 🖼 Прислать картинки
button-guest-sending = 📨 Билеты ещё раз
button-guest-revoke = ↩️ Отозвать
guest-revoke-ask = { $state ->
        [open] Отозвать ссылку? Принять билеты по ней будет нельзя, а места освободятся.
       *[given] Отозвать билеты: <b>{ $guest }</b>? На входе по ним не пустят, а места освободятся. Кто уже вошёл, останется внутри.
    }
guest-revoked = ↩️ Отозвано. Места свободны.
guest-sending = 📨 Отправляю.
guest-pass-on = { $quantity ->
        [one] 🎁 Передайте этот билет. Гость: { $name }
        [few] 🎁 Передайте эти билеты. Гость: { $name }
       *[many] 🎁 Передайте эти билеты. Гость: { $name }
    }
tickets-given = 🎁 Вы в списке гостей. Организатор: { $organizer }.
guest-link-look =
    🎁 <b>{ $organizer } дарит вам { $quantity ->
        [one] { $quantity } билет
        [few] { $quantity } билета
       *[many] { $quantity } билетов
    }</b>

    🎟 <b>{ $title }</b>
    📅 { $when }
    📍 { $venue }

    Платить не нужно. { $quantity ->
        [one] Билет достанется тому, кто первым его примет.
        [few] Билеты достанутся тому, кто первым их примет.
       *[many] Билеты достанутся тому, кто первым их примет.
    }
button-guest-take = ✅ Принять
guest-link-taken = ✅ { $quantity ->
        [one] Билет на «<b>{ $title }</b>» ваш. Он придёт
        [few] Билеты на «<b>{ $title }</b>» ваши. Они придут
       *[many] Билеты на «<b>{ $title }</b>» ваши. Они придут
    } следующим сообщением.
guest-link-yours = Эти билеты на «<b>{ $title }</b>» уже ваши.
guest-link-declined = Хорошо. По ссылке билеты может принять кто-то другой.
news-guestLinkTaken = 🔗 Билеты по вашей ссылке ({ $reason }) на «<b>{ $title }</b>» теперь у нового гостя: { $guest }, { $quantity ->
        [one] { $quantity } билет
        [few] { $quantity } билета
       *[many] { $quantity } билетов
    }.
news-guestTicketsRevoked = ↩️ { $quantity ->
        [one] Ваш билет на «<b>{ $title }</b>» из списка гостей больше не действует: организатор его отозвал.
        [few] Ваши { $quantity } билета на «<b>{ $title }</b>» из списка гостей больше не действуют: организатор их отозвал.
       *[many] Ваши { $quantity } билетов на «<b>{ $title }</b>» из списка гостей больше не действуют: организатор их отозвал.
    }
news-staffGivesTickets = 🎁 Теперь вы можете вносить людей в список гостей «<b>{ $title }</b>». Он есть и на экране входа.
ticket-taken-back = ↩️ Организатор отозвал этот билет, он больше не действует.
verdict-takenBack =
    ⛔️ <b>ОТОЗВАН</b>
    Организатор отозвал этот билет из списка гостей, он больше не действует.
guest-list-count = 🎁 Список гостей: { $count ->
        [one] { $count } билет
        [few] { $count } билета
       *[many] { $count } билетов
    }
money-guest-list = 🎁 Список гостей: { $count ->
        [one] { $count } билет, отдан без оплаты и в доход не идёт
        [few] { $count } билета, отданы без оплаты и в доход не идут
       *[many] { $count } билетов, отданы без оплаты и в доход не идут
    }
button-guest-give = 🎁 Отдать билеты
button-staff-list-on = 🎁 Дать список гостей
button-staff-list-off = 🎁 Забрать список гостей
staff-list-mark = 🎁 список гостей
staff-list-let = 🎁 Теперь помощник может отдавать билеты. Сообщу ему об этом.
staff-list-unlet = 🎁 Отдавать билеты помощник больше не может. Отданное остаётся.
refusal-giftBlocked = Для гостя { $name } это событие закрыто. Сначала откройте его в списке «Гости» или уберите из списка.
refusal-guestDraftGone = Этого списка больше нет: он удалён, или вместо него вы прислали другой.
refusal-guestEntryGone = Этого больше нет. Откройте список гостей заново.
refusal-guestLinesNone = Имён в этом не нашлось. Пришлите по одному в строке, например «Анна Петрова +2».
refusal-guestLinesTooMany = Не больше { $max } строк за раз. Остальных пришлите следом.
refusal-guestListOnly = Список гостей ведут организатор и те, кому он это доверил.
refusal-guestNumberNeeded = Сколько билетов? Число от 1 до { $max } и причина, например «2; пресса».
refusal-guestReasonNeeded = Не хватает причины. Добавьте её после точки с запятой, например «2; пресса».

# --- файлы для организатора
files-head =
    📄 <b>{ $title }</b> — файлы

    CSV откроет любая программа, Excel — готовая книга. Время — по часам события ({ $zone }). Список для входа можно распечатать: у каждого билета клетка для отметки.

    ⚠️ В файлах имена ваших гостей. Не передавайте их тем, кому они не нужны.
files-guests = Гости
files-answers = Ответы
files-orders = Заказы
files-checkIns = Входы
files-money = Деньги
button-file = { $kind } · { $format }
button-file-door = 🖨 Список для входа · PDF
file-making = { $of ->
        [0] ⏳ Собираю «{ $name }» …
       *[other] ⏳ Собираю «{ $name }»: { $count } примерно из { $of } …
    }
file-sent = { $count ->
        [one] ✅ «{ $name }»: { $count } строка.
        [few] ✅ «{ $name }»: { $count } строки.
       *[many] ✅ «{ $name }»: { $count } строк.
    }
file-caption = 📄 { $name } — «{ $title }»
file-caption-part = 📄 { $name } — «{ $title }» (часть { $part })
file-part = часть { $part }
file-name = { $kind ->
        [guests] Гости
        [answers] Ответы
        [orders] Заказы
        [checkIns] Входы
        [money] Деньги по дням
       *[doorList] Список для входа
    }
file-head-in-zone = { $head } ({ $zone })
file-col-ticket = Билет
file-col-code = Короткий код
file-col-type = Тип
file-col-guest = Гость
file-col-username = Имя в Telegram
file-col-order = Заказ
file-col-state = Состояние
file-col-issued = Выдан
file-col-method = Способ оплаты
file-col-price = Цена
file-col-due = К оплате
file-col-currency = Валюта
file-col-in = Вход
file-col-by = Кто пропустил
file-col-note = Заметка
file-col-door-paid = Оплачено на входе
file-col-created = Создан
file-col-confirmed = Подтверждён
file-col-buyer = Покупатель
file-col-quantity = Билетов
file-col-returned = Возвращено билетов
file-col-full = Без скидки
file-col-total = Сумма
file-col-refunded = Возвращено
file-col-promo = Промокод
file-col-day = День
file-col-payments = Платежей
file-col-gross = Поступило
file-col-refunds = Возвратов
file-col-back = Возвращено
file-col-net = Осталось
file-ticket-state = { $what ->
        [valid] действует
        [cancelled] отменён
       *[returned] возвращён
    }
file-order-state = { $what ->
        [held] ещё не оплачен
        [confirmed] подтверждён
        [refunded] деньги возвращены
        [expired] не оплачен вовремя
        [offered] предложен из очереди
        [offerOver] предложен, не выкуплен
        [takenBack] продажа отменена
       *[cancelled] отменён
    }
file-method = { $what ->
        [provider] картой
        [stars] Stars
        [transfer] переводом
        [atDoor] на входе
        [guestList] список гостей
        [soldAtDoor] продажа на входе
       *[free] бесплатно
    }
door-list-count = { $count ->
        [one] { $count } билет
        [few] { $count } билета
       *[many] { $count } билетов
    }
door-list-page = Страница { $page } из { $pages }
door-list-due = к оплате: { $due }
door-list-number = № { $number }

# --- the waiting list
button-wait = 🔔 Сообщить, когда появится
button-wait-place = 🔔 Моё место в очереди
button-wait-again = 🔔 Встать в очередь снова
button-waiting = 🔔 { $when } · { $title }
button-leave-line = ✖️ Выйти из очереди
button-change-wish = ✏️ Изменить
button-how-many = Сколько? ›
button-wait-type = { $isTicked ->
    [yes] ✔️ { $name } · { $price }
    *[no] { $name } · { $price }
    }
button-take-offer = 🎟 Беру
button-decline-offer = Нет, спасибо
wait-which =
    <b>{ $title }</b>

    🔔 Какие билеты вам подойдут? Отметьте один или несколько. Если отметить все, подойдут и те, что добавят позже.
wait-how-many =
    <b>{ $title }</b>{ $hasTypes ->
        [yes] { "\u000A" }🎟 { $types }
        *[no] { "" }
    }

    🔔 Сколько билетов? Предложу их только все сразу, поэтому чем меньше, тем быстрее.
wait-place = 🔔 <b>{ $isMore ->
        [yes] Вы в очереди, перед вами больше { $place } человек.
        *[no] Ваш номер в очереди — { $ordinal }.
    }</b> Вы ждёте { $quantity ->
        [one] { $quantity } билет
        [few] { $quantity } билета
        *[many] { $quantity } билетов
    } на «<b>{ $title }</b>».
wait-types = 🎟 { $types }
wait-any-type = 🎟 Любые билеты, в том числе те, что добавят позже.
line-any-type = любые
wait-how = Когда подойдёт ваша очередь, я напишу сюда и придержу { $quantity ->
        [1] билет
        *[other] билеты
    } для вас: { $lasts }, а перед самым началом меньше. Ночью ничего не предлагаю — только если до события меньше суток.
wait-paused = ⏸ Организатор пока остановил очередь. Ваше место за вами.
wait-offered = 🎟 <b>Для вас { $quantity ->
        [one] есть { $quantity } билет
        [few] есть { $quantity } билета
        *[many] есть { $quantity } билетов
    }</b> на «<b>{ $title }</b>». Держу до { $until }.
wait-left = ✔️ Вы больше не в очереди.
offer-lasts = { $time ->
        [m10] 10 минут
        [m60] час
        [m180] 3 часа
        [m1440] сутки
        *[m30] 30 минут
    }
card-wait = 🔔 { $isMore ->
        [yes] Вы в очереди, перед вами больше { $place } человек.
        *[no] Ваш номер в очереди — { $ordinal }.
    } Вы ждёте { $quantity ->
        [one] { $quantity } билет.
        [few] { $quantity } билета.
        *[many] { $quantity } билетов.
    }
card-offered = 🎟 <b>Для вас { $quantity ->
        [one] отложен { $quantity } билет
        [few] отложены { $quantity } билета
        *[many] отложены { $quantity } билетов
    }</b> до { $until }.
waits-head = <b>🔔 Вы ждёте билетов</b>
waits-line = { $isOffered ->
        [yes] 🎟 <b>{ $title }</b>, { $when }: билет отложен для вас
        *[no] 🔔 <b>{ $title }</b>, { $when }: { $isMore ->
            [yes] перед вами больше { $place }
            *[no] номер { $ordinal }
        }
    }
offer-declined = Хорошо! { $quantity ->
        [1] Билет на «<b>{ $title }</b>» достанется
        *[other] Билеты на «<b>{ $title }</b>» достанутся
    } другим. В очереди вас больше нет.
offer-ended = ⌛️ Время вышло: билеты на «<b>{ $title }</b>» теперь достанутся другим. В очереди вас больше нет, но можно встать снова.
news-offer =
    🎟 <b>Ваша очередь: { $quantity ->
        [one] для вас есть { $quantity } билет!
        [few] для вас есть { $quantity } билета!
        *[many] для вас есть { $quantity } билетов!
    }</b>

    <b>{ $title }</b>
    📅 { $when }
    📍 { $venue }

    🎟 { $what }
    💰 { $price }

    ⏳ Держу для вас до { $until }. Передумали? Нажмите «Нет, спасибо», и билет быстрее достанется другому.
news-offerOver = ⌛️ { $quantity ->
        [1] Билет на «<b>{ $title }</b>», отложенный для вас, теперь достанется
        *[other] Билеты на «<b>{ $title }</b>», отложенные для вас, теперь достанутся
    } другим. В очереди вас больше нет. Всё ещё хотите пойти?
news-lineOver = 🔔 { $why ->
        [cancelled] Событие «<b>{ $title }</b>» отменено, и ждать билетов больше не нужно. Нам очень жаль.
        [closed] Организатор закрыл лист ожидания на «<b>{ $title }</b>». Билета для вас не нашлось, нам очень жаль.
        *[started] «<b>{ $title }</b>» начинается, а билета для вас так и не нашлось. Нам очень жаль. Может быть, в другой раз?
    }
button-line = 🔔 { $count ->
        [0] Лист ожидания
        *[other] Лист ожидания ({ $count })
    }
button-offer-now = 🎟 { $place } · { $person } × { $quantity }
button-line-pause = ⏸ Пауза
button-line-go-on = ▶️ Продолжить
button-line-close = ✖️ Закрыть
button-line-open = ▶️ Открыть снова
button-let-some-in = ➕ Добавить места
button-offer-time = ⏳ Сколько ждать ответа
button-for-line = 🔔 Только для очереди
button-let-in-seats = + { $count }
button-let-in-type = { $name }{ $count ->
    [0] { "" }
    *[other] { " " }· 🔔 { $count }
    }
line-head = 🔔 <b>{ $title }</b> — лист ожидания
line-none = Пока никто не ждёт. Когда билеты закончатся, гости увидят в карточке события «Сообщить, когда появится»; освободившиеся места предлагаются им по очереди, и купить в обход очереди нельзя.
line-sum = 👥 { $people ->
        [one] Ждёт { $people } человек
        [few] Ждут { $people } человека
        *[many] Ждут { $people } человек
    }, { $seats ->
        [one] нужен { $seats } билет
        [few] нужно { $seats } билета
        *[many] нужно { $seats } билетов
    }
line-offers = 🎟 Ждут ответа на предложение: { $offers }
line-state = { $state ->
        [paused] ⏸ Пауза: сами по себе билеты никому не предлагаются, и купить в обход очереди нельзя.
        *[closed] ✖️ Закрыт: встать в очередь нельзя, освободившиеся билеты сразу в продаже.
    }
line-lasts = ⏳ Билет держится для гостя { $lasts }, перед самым началом — меньше; ночью ничего не предлагается, если до события больше суток.
line-entry = { $place }. { $person } · { $hasTypes ->
        [yes] { $quantity } × { $types }
        *[no] { $quantity ->
            [one] { $quantity } билет
            [few] { $quantity } билета
            *[many] { $quantity } билетов
        }
    } · с { $since }
line-offer-hint = Нажмите на имя ниже, чтобы предложить билеты прямо сейчас, можно и не по порядку.
line-offered = 🎟 Предложено: { $person }.
line-paused = ⏸ Очередь на паузе.
line-going-on = ▶️ Лист ожидания открыт: освободившиеся билеты снова предлагаются по очереди.
line-close-ask =
    Закрыть лист ожидания на «<b>{ $title }</b>»?

    { $people ->
        [0] Сейчас никто не ждёт.
        [one] { $people } человек, который ждёт, узнает, что очередь закрыта.
        [few] { $people } человека, которые ждут, узнают, что очередь закрыта.
        *[many] { $people } человек, которые ждут, узнают, что очередь закрыта.
    } Освободившиеся билеты будут сразу в продаже для всех. Уже сделанные предложения остаются в силе.
line-closed = ✖️ Лист ожидания закрыт.
line-let-in-type = ➕ <b>{ $title }</b> — какие билеты? После 🔔 — сколько их ждут.
line-let-in =
    ➕ <b>{ $title }</b>{ $hasType ->
        [yes] { "" } · { $type }
        *[no] { "" }
    }

    Сколько билетов отдать первым в очереди? Предложу их сразу; если свободных не хватит, билетов станет больше. Нажмите или напишите число.
line-let-in-done = { $people ->
        [one] ➕ Предложение получит { $people } человек. Билетов: { $seats }.
        [few] ➕ Предложение получат { $people } человека. Билетов: { $seats }.
        *[many] ➕ Предложение получат { $people } человек. Билетов: { $seats }.
    }
offer-time = ⏳ <b>{ $title }</b> — сколько держать билет для того, кому он предложен? Перед началом меньше: четверть оставшегося времени, но не меньше 5 минут.
offer-time-saved = Сохранено.
button-offer-time-m10 = 10 минут
button-offer-time-m30 = 30 минут
button-offer-time-m60 = 1 час
button-offer-time-m180 = 3 часа
button-offer-time-m1440 = Сутки
type-for-line = 🔔 Только для листа ожидания: купить этот билет нельзя, его предлагают тем, кто в очереди.
code-for-line = 🔔 Только для листа ожидания: действует на билеты, предложенные тем, кто в очереди.
types-line-first = 🔔 Есть очередь: билеты, которые освободятся или которые вы добавите, сначала предлагаются тем, кто ждёт.
heard-line = 🔔 { $people ->
        [one] Ждёт { $people } человек
        [few] Ждут { $people } человека
        *[many] Ждут { $people } человек
    }, { $seats ->
        [one] нужен { $seats } билет
        [few] нужно { $seats } билета
        *[many] нужно { $seats } билетов
    }
news-line = 🔔 { $people ->
        [one] Билета ждёт { $people } человек
        [few] Билета ждут { $people } человека
        *[many] Билета ждут { $people } человек
    }

# --- selling back through the line
button-sell-back = ↩️ Вернуть, если кто-то ждёт
button-keep-after-all = ✅ Оставить себе
sell-back-ask =
    Отдать билет № { $number } на «<b>{ $title }</b>» тому, кто ждёт в очереди?

    Пока его никто не взял, он ваш и по нему можно войти{ $way ->
        [free] { "" }
        [atDoor] { "" }
        *[paid] ; цена — те же { $amount }, что за него заплачены
    }. { $money }
sell-back-done = ↩️ Билет № { $number } на «<b>{ $title }</b>» достанется первому в очереди, кто его возьмёт. До тех пор он ваш. Я напишу.
sell-back-kept = ✅ Билет остаётся у вас.
ticket-for-line = ↩️ Билет ждёт того, кто в очереди. Пока его никто не взял, он ваш и по нему можно войти.
ticket-line-offered = ↩️ Билет предложен человеку из очереди до { $until }. Пока его не взяли, он ваш и по нему можно войти.
news-ticketSold = ↩️ Ваш билет № { $number } на «<b>{ $title }</b>» взял человек из очереди, код больше не действует.
ticket-sold-buyer = Деньги вернутся тому, кто его купил.

# --- refusals of the waiting list
refusal-holdsOrder = У этого гостя сейчас открыт заказ на это событие. Когда заказ будет оплачен или закрыт, можно предложить ещё.
refusal-lineClosed = Организатор закрыл лист ожидания на «{ $title }».
refusal-lineEmpty = Столько этих билетов сейчас никому в очереди не подойдёт.
refusal-lineMoved = Билеты тем временем предложили, забрали или вернули. Взгляните на очередь ещё раз, а потом добавляйте места.
refusal-noSeatsFree = Столько свободных билетов сейчас нет. Их станет больше, если нажать «Добавить места».
refusal-notWaiting = Этот гость больше не ждёт.
refusal-offerMinutes = Выберите, пожалуйста, один из вариантов.
refusal-promoCodeForLine = Этот промокод действует на билеты, которые предлагает лист ожидания.
refusal-sellBackClosed = Отдать этот билет в очередь уже нельзя.
refusal-sellBackNotNeeded = Этот билет можно просто вернуть: «Вернуть».
refusal-ticketOnOffer = Билет сейчас предложен человеку из очереди. Попробуйте, пожалуйста, через { $minutes ->
        [one] { $minutes } минуту.
        [few] { $minutes } минуты.
        *[many] { $minutes } минут.
    }
refusal-ticketsLeft = Билеты сейчас есть, ждать не нужно.
refusal-typeAwaited = Этих билетов ждут в очереди. Сначала закройте лист ожидания или предложите билеты тем, кто ждёт.

# --- questions to buyers
button-buyer-questions = 📝 Вопросы покупателям
button-buyer-question = 📝 { $name }
button-add-question = ➕ Добавить вопрос
button-answer-time = 🕓 До какого времени менять
button-question-text = ✏️ Текст
button-question-choices = ☰ Варианты
button-question-required = Нужен ответ
button-question-door = Видно на входе
button-question-type = { $isTicked ->
    [yes] ☑ { $name }
    *[no] ☐ { $name }
    }
button-question-up = ⬆️ Спрашивать раньше
button-remove-question = 🗑 Удалить вопрос
button-question-kind = { $kind ->
    [name] 🎟 Имя на билете
    [choice] 🔘 Один из вариантов
    [choices] ☑️ Несколько вариантов
    [number] 🔢 Число
    [phone] 📞 Телефон
    [email] 📧 Эл. почта
    [consent] 🤝 Согласие
    *[text] 💬 Ответ словами
    }
button-question-scope = { $scope ->
    [ticket] 🎟 О каждом билете
    *[order] 🧾 Один раз на заказ
    }
question-name-text = Имя на билете
asks-head = 📝 <b>{ $title }</b> — вопросы покупателям
asks-none = Пока вопросов нет. Покупатели ответят на них, пока билеты держатся за ними, — до оплаты.
asks-kind = { $kind ->
    [name] печатается на билете
    [choice] один из вариантов
    [choices] несколько вариантов
    [number] число
    [phone] телефон
    [email] эл. почта
    [consent] согласие
    *[text] словами
    }
asks-line = { $number }. <b>{ $text }</b> — { $facts }
asks-facts = { $kind }, { $scope ->
    [ticket] о каждом билете
    *[order] один раз на заказ
    }, { $isRequired ->
    [yes] ответ нужен
    *[no] можно пропустить
    }{ $isForAll ->
    [yes] { "" }
    *[no] , для: { $types }
    }{ $atDoor ->
    [yes] , видно на входе
    *[no] { "" }
    }
asks-one =
    📝 <b>{ $text }</b>
    { $facts }
asks-choice = • { $choice }
asks-until = { $until ->
    [never] 🔒 Изменить ответ гость не может.
    *[other] 🕓 Гости могут менять ответы до { $until }.
    }
asks-which-kind = 📝 <b>{ $title }</b>: какой нужен ответ?
asks-which-scope = Спрашивать один раз или о каждом билете?
asks-text = { $kind ->
    [consent] <b>С чем нужно согласиться?</b> Например, «Правила площадки прочитаны: https://…». До { $max } символов.
    *[other] <b>О чём спросить?</b> Покупатели увидят вопрос так, как вы его напишете. До { $max } символов.
    }
asks-choices =
    <b>{ $text }</b>
    Из чего выбирать? Напишите каждый вариант с новой строки: от 2 до { $most }, каждый до { $max } символов.
asks-added = ✔️ Вопрос добавлен. Тех, кто уже купил, бот не спросит.
asks-remove = Удалить «<b>{ $text }</b>»? Его больше никому не зададут, а ответы нигде не будут видны.
asks-removed = 🗑 Вопрос удалён.
asks-time = 🕓 <b>{ $title }</b>: до какого времени гости могут менять ответы?
button-answer-until = { $until ->
    [h3] За 3 часа до начала
    [h24] За сутки до начала
    [h72] За 3 дня до начала
    [never] Менять нельзя
    *[start] До начала
    }

# --- answers of buyers
order-asks = <b>{ $title }</b> · { $what }
button-answers-back = ‹ Ваши ответы
button-answer-next = Дальше ›
button-answer-none = Без ответа
button-consent = ✅ Даю согласие
button-own-name = 🙋 Моё имя
button-same-answer = 🟰 { $name }
button-change-answer = ✏️ { $name }
button-answers-of = 🎟 Билет { $place }
button-share-phone = 📞 Отправить мой номер
button-ticket-name = ✏️ Имя на билете
ticket-name-now = { $isNamed ->
    [yes] ✏️ На нём имя «{ $name }». Если пойдёт кто-то другой, впишите его имя: кнопка ниже.
    *[no] ✏️ Организатор просит вписать имя того, кто пойдёт: кнопка ниже.
    }
tickets-name-each = ✏️ Организатор просит имя на каждом билете: /mytickets → билет → «Ваши ответы».
button-ticket-answers = 📝 Ваши ответы
answers-ask = { $number ->
    [0] { "" }
    *[other] ❓ Вопрос { $number } из { $count }{ $place ->
        [0] .
        *[other] { " " }· билет { $place } из { $quantity }.
    }{ " " }
    }<b>{ $text }</b>{ $isRequired ->
    [yes] { "" }
    *[no] { " " }(по желанию)
    }
answers-how = { $kind ->
    [choice] Выберите одно.
    [choices] Отметьте всё, что подходит{ $isStep ->
        [yes] , и нажмите «Дальше».
        *[no] .
    }
    [number] Напишите число.
    [phone] Напишите номер или отправьте свой кнопкой внизу.
    [email] Напишите адрес.
    [consent] Нажмите кнопку, если согласны.
    [name] Напишите имя и фамилию: они будут на билете.
    *[text] Напишите одним сообщением.
    }
answers-so-far = ✏️ Сейчас: { $answer }
answers-choice = • { $choice }
answers-phone = 📞 Нажмите кнопку, чтобы отправить свой номер, или напишите другой.
answers-phone-done = ✔️ Спасибо.
answers-phone-away = 📞 Кнопка с номером убрана.
answer-consented = да
answers-head = 📝 <b>{ $title }</b> — { $place ->
    [0] ваши ответы
    *[other] { $quantity ->
        [0] ваши ответы
        [1] ваши ответы
        *[other] ваши ответы, билет { $place }
    }
    }
answers-line = { $text } — { $isAnswered ->
    [yes] <b>{ $answer }</b>
    *[no] …
    }
verdict-answer = 📝 { $text } — <b>{ $answer }</b>
guest-answer = 📝 { $of ->
    [order] Заказ { $number }
    *[ticket] № { $number }
    } · { $text } — <b>{ $answer }</b>
button-rename-ticket = ✏️ № { $number }: { $name }
guest-name-ask = ✏️ Какое имя должно быть на билете № { $number }? До { $max } символов. Оно появится на картинке, когда билет отправится снова.
answers-none = Здесь ни о чём не спрашивают.
answers-closed = 🔒 Изменить их уже нельзя.

# --- refusals about questions and answers
refusal-answerByButton = Нажмите кнопку под вопросом.
refusal-answerNotChoice = Выберите ответ кнопками под вопросом.
refusal-answerNotEmail = Это не похоже на адрес почты. Он выглядит так: name@example.com.
refusal-answerNotNumber = Напишите одно число, например 3 или 2,5.
refusal-answerNotPhone = Это не похоже на номер телефона. Напишите его с кодом страны, например +7 912 345-67-89.
refusal-answerTooLong = Слишком длинно: помещается до { $max } символов. Сократите немного.
refusal-answersClosed = Ответы уже не изменить. Если что-то не так, напишите организатору.
refusal-answersMissing = Организатору нужен ответ на этот вопрос. Сначала ответьте, пожалуйста.
refusal-asksFirst = У организатора есть вопросы к покупателям. Выберите билеты ещё раз: пока вы отвечаете, они держатся за вами.
refusal-choicesFew = Нужно хотя бы два варианта. Напишите каждый с новой строки.
refusal-choicesMany = Вариантов может быть до { $max }. Уберите лишние.
refusal-choiceTooLong = Вариант — это кнопка, в нём помещается до { $max } символов. Сократите, пожалуйста.
refusal-choiceTwice = Два варианта совпадают. Напишите каждый один раз.
refusal-questionChanged = Организатор только что изменил этот вопрос. Посмотрите на него ещё раз.
refusal-questionGone = Этот вопрос больше не задают.
refusal-questionsEnough = Вопросов может быть до { $max }. Удалите один, чтобы задать другой.
refusal-questionTooLong = Слишком длинно: помещается до { $max } символов. Сократите немного.
