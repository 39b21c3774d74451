"""Phrases of the phone app of officers."""

from __future__ import annotations

PHONE: dict[str, tuple[str, str]] = {
    "dk_ph_online": ("connected", "已连接"), "dk_ph_offline": ("no connection", "无网络"), "dk_ph_waiting": ("{n} not sent yet", "{n}条待发送"), "dk_ph_all_sent": ("all is sent", "全部已发送"),
    "dk_ph_sync": ("Send and fetch", "同步"), "dk_ph_outbox": ("To send ({n})", "待发送（{n}）"), "dk_ph_outbox_title": ("Not sent yet", "待发送"),
    "dk_ph_no_pack": ("Nothing is on this phone yet. Open this page once with a connection, signed in; after that it works without.", "本机尚无数据。请在有网络时登录并打开本页一次，此后无网络也可使用。"),
    "dk_ph_sign_in_first": ("Sign in once with a connection; your days are then on this phone.", "请在有网络时登录一次，走访安排即存入本机。"), "dk_ph_sign_in": ("Sign in", "登录"),
    "dk_ph_signed_out": ("You are signed out. What you tell stays here and is sent once you sign in again.", "已退出登录。所填内容保留在本机，重新登录后发送。"),
    "dk_ph_insecure": ("This address is not secure, so nothing can be kept for times without a connection. Start the desk with --tls-cert and --tls-key, and open it by https.", "此地址不安全，无法离线使用。请以--tls-cert和--tls-key启动工作台，并用https打开。"),
    "dk_ph_clock": ("The clock of this phone is {n} minutes off. Days are those of the desk.", "本机时钟相差{n}分钟，日期以工作台为准。"),
    "dk_ph_today": ("Today, {day}", "今天，{day}"), "dk_ph_before": ("before", "前一天"), "dk_ph_after": ("after", "后一天"), "dk_ph_post": ("Post", "岗位"),
    "dk_ph_a_visit": ("Visit {n}", "走访 {n}"), "dk_ph_no_day": ("No visits on this day.", "当日没有走访。"), "dk_ph_no_days": ("No week is adopted for you yet.", "尚无已采用的走访安排。"),
    "dk_ph_way": ("From {from} at {leaves}, back at {returns}, {hours} hours", "{leaves}从{from}出发，{returns}返回，共{hours}小时"), "dk_ph_back": ("back", "返回"),
    "dk_ph_to_desk": ("The desk's own page", "工作台“走访”页"), "dk_ph_open": ("findings waiting: {n}", "待办{n}条"),
    "dk_ph_is_planned": ("planned", "已安排"), "dk_ph_is_made": ("● made", "● 已走访"), "dk_ph_is_missed": ("■ not made", "■ 未走访"), "dk_ph_is_dropped": ("dropped", "已取消"),
    "dk_ph_made": ("I was there", "已走访"), "dk_ph_missed": ("Not made", "未走访"), "dk_ph_workers": ("{n} people", "{n}人"), "dk_ph_blocked": ("held back by: {what}", "受制于：{what}"),
    "dk_ph_last": ("last visited: {day}", "上次走访：{day}"), "dk_ph_never": ("never", "从未"), "dk_ph_looked_at": ("Looked at", "查看事项"), "dk_ph_yes": ("yes", "是"), "dk_ph_no": ("no", "否"),
    "dk_ph_said": ("What was said", "谈话要点"), "dk_ph_keep": ("Keep", "保存"), "dk_ph_open_here": ("Findings that wait here", "此处待办问题"), "dk_ph_none_open": ("None.", "无。"),
    "dk_ph_new_finding": ("New finding", "登记问题"), "dk_ph_finding_at": ("Finding at {where}", "问题：{where}"), "dk_ph_somewhere": ("another place", "其他地点"), "dk_ph_place": ("Where", "地点"),
    "dk_ph_kind": ("Kind", "类别"), "dk_ph_difficulty": ("Short of", "受制于"), "dk_ph_text": ("What (may stay blank where the words above say it)", "内容（上面已说明的可留空）"),
    "dk_ph_photo": ("Add a photo", "添加照片"), "dk_ph_a_photo": ("photo", "照片"), "dk_ph_save": ("Save", "保存"), "dk_ph_most_photos": ("At most {n} photos of a finding.", "每条最多{n}张照片。"),
    "dk_ph_no_faces": ("No faces and nothing of anybody's health, please. Position, time and device are taken out of each photo.", "请勿拍摄人脸和健康信息。照片中的位置、时间与设备信息会被清除。"),
    "dk_ph_no_picture": ("{name} is no picture that this phone can read; the finding is kept without it.", "{name}不是本机可读的图片，问题仍会保留。"),
    "dk_ph_say_what": ("Say what it is: a word above, or a line below.", "请说明内容：选择上面的词或填写下方。"), "dk_ph_say_where": ("Say where it is.", "请选择地点。"),
    "dk_ph_conflict": ("Somebody changed this visit at the desk meanwhile. Nothing is overwritten until you choose.", "期间工作台已更改此次走访。在您选择之前不会覆盖。"),
    "dk_ph_theirs": ("At the desk", "工作台"), "dk_ph_yours": ("Yours", "您的"), "dk_ph_join": ("Keep both", "两者都保留"), "dk_ph_keep_mine": ("Keep mine", "保留我的"), "dk_ph_take_theirs": ("Take the desk's", "采用工作台的"),
    "dk_ph_mend": ("Mend it", "修改"), "dk_ph_again": ("Try again", "重试"), "dk_ph_discard": ("Throw away", "丢弃"), "dk_ph_not_sent": ("Waits for a connection; {n} photos.", "等待网络；照片{n}张。"),
    "dk_ph_sign_out": ("Sign out and clear this phone", "退出并清除本机数据"), "dk_ph_sign_out_waits": ("{n} are not sent yet. They stay on this phone and are sent when you sign in here again. Sign out?", "尚有{n}条未发送，将保留在本机，待您再次登录后发送。确认退出？"),
    "dk_ph_open_app": ("Open the phone page: it works without a connection", "打开手机页面（无网络可用）"),
    # Checklists.
    "dk_ph_check_works": ("At work at the moment", "目前在开工"), "dk_ph_check_funds": ("Funds for a month", "资金可维持一个月"), "dk_ph_check_materials": ("Materials for two weeks", "原料可用两周"),
    "dk_ph_check_market": ("Orders for a month", "订单可做一个月"), "dk_ph_check_people": ("People enough", "人手充足"), "dk_ph_check_masks": ("Masks and disinfectant", "口罩与消毒用品齐备"),
    "dk_ph_check_distance": ("Distance kept at work and meals", "生产与用餐保持距离"), "dk_ph_check_lines_run": ("All lines run", "全部产线运行"), "dk_ph_check_inputs_week": ("Inputs for a week", "投入品可用一周"),
    "dk_ph_check_spare_parts": ("Spare parts there", "备件齐备"), "dk_ph_check_orders_kept": ("Deliveries kept so far", "供货如期"), "dk_ph_check_was_done": ("What was promised is done", "承诺事项已办"),
    "dk_ph_check_satisfied": ("Whoever asked is satisfied", "诉求人满意"), "dk_ph_check_checkpoint": ("Checkpoint staffed", "卡点有人值守"), "dk_ph_check_screening": ("Arrivals screened", "来人已筛查"),
    "dk_ph_check_shelter": ("Rooms for quarantine left", "隔离房间有余"), "dk_ph_check_market_open": ("Food market open", "菜市场开放"), "dk_ph_check_all_came": ("Everybody came", "各方到齐"),
    "dk_ph_check_minutes_read": ("Minutes read to all", "纪要已宣读"), "dk_ph_check_promises_noted": ("Promises of each noted", "各方承诺已记录"),
}  # fmt: skip
"""English and Chinese of each key."""
