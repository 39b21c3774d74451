"""Phrases of the pages of officers: one's own work, and posts, hours, leave and thanks for whoever assigns work."""

from __future__ import annotations

STAFF: dict[str, tuple[str, str]] = {
    # Own work.
    "dk_st_my_work": ("My work", "我的工作"), "dk_st_staff": ("Staff", "人员"),
    "dk_st_own_answer": ("{post}: {hours} hours on {days} days this week.", "{post}：本周{days}天，{hours}小时。"),
    "dk_st_no_post": ("You hold no post. Whoever assigns work gives you one under Staff; your days, hours and leave will then stand here.",
                      "您目前没有岗位。由分派工作的人员在“人员”页安排；之后您的日程、工时和请假将显示在这里。"),
    "dk_st_no_account": ("You work here without an account, so there is no record of your own. Everybody's work stands under Staff.", "您未使用个人账户，因此没有本人记录。全体人员的工作见“人员”页。"),
    "dk_st_days": ("Days of this week and the next", "本周与下周日程"), "dk_st_no_days": ("No day is planned for you in these two weeks.", "这两周没有安排。"),
    "dk_st_clock": ("Leaves and returns", "出发与返回"), "dk_st_visits": ("Visits", "走访"), "dk_st_hours": ("Hours", "工时"), "dk_st_told": ("Told hours", "实报工时"),
    "dk_st_not_told": ("not told yet", "未报"), "dk_st_away_mark": ("▲ away: to be planned again", "▲ 不在岗，需重新安排"), "dk_st_night": ("night in {place}", "宿{place}"),
    "dk_st_tell": ("Tell the hours of a day", "填报工时"), "dk_st_tell_why": ("Hours of work and travel, lunch not counted. Rest to the day before and after is looked at once you have told them.", "填写工作与路途时间，不含午餐。填报后即核对与前后两天之间的休息时间。"),
    "dk_st_tell_done": ("Tell", "填报"), "dk_st_tell_none": ("No day of the last four weeks is waiting for its hours.", "近四周没有待填报的日期。"),
    "dk_st_record": ("Hours by week", "各周工时"), "dk_st_record_title": ("{hours} hours in the last {n} weeks, {most} in the fullest", "近{n}周共{hours}小时，最多的一周{most}小时"),
    "dk_st_record_unit": ("Hours of work and travel a week, lunch not counted; told where they were told, else as planned", "每周工作与路途小时数，不含午餐；已填报的按填报，其余按计划"),
    "dk_st_law": ("44 hours", "44小时"), "dk_st_footer": ("44 hours a week: Labour Law of the People's Republic of China (1994), article 36", "每周44小时：《中华人民共和国劳动法》（1994年）第三十六条"),
    "dk_st_week": ("Week from", "周起"), "dk_st_travel": ("Travel, h", "路途（小时）"), "dk_st_hours_h": ("Hours, h", "工时（小时）"), "dk_st_n_days": ("Days", "天数"), "dk_st_nights": ("Nights away", "在外过夜"),
    "dk_st_exposure": ("Risk of infection", "感染风险"), "dk_st_rest": ("Rest", "休息"), "dk_st_rested": ("● kept", "● 已保证"),
    "dk_st_short": ("▲ {hours} hours before {day}, 11 is the rule", "▲ {day}前仅{hours}小时，规定为11小时"), "dk_st_seven": ("▲ {n} days in seven, 5 is the rule", "▲ 七天中工作{n}天，规定为5天"),
    "dk_st_away": ("Away", "不在岗"), "dk_st_own_why": ("Only you and whoever assigns your work read this.", "仅您本人和为您分派工作的人员可见。"),
    "dk_st_exposure_why": ("Risk of infection: the infections to be expected of that week's visits, one in so many.", "感染风险：该周走访的预期感染数，以“若干分之一”表示。"), "dk_st_one_in": ("1 in {n}", "1/{n}"),
    # Leave.
    "dk_st_leave": ("Leave", "请假"), "dk_st_kind": ("Kind", "类别"), "dk_st_kind_leave": ("leave", "请假"), "dk_st_kind_illness": ("illness", "病假"), "dk_st_kind_quarantine": ("quarantine", "隔离"), "dk_st_kind_rest": ("rest", "轮休"),
    "dk_st_first": ("First day", "首日"), "dk_st_last": ("Last day", "末日"), "dk_st_note": ("Note", "备注"), "dk_st_leave_why": ("It holds at once, and the next week is planned without these days. Leave out details of health.", "提交后立即生效，下周安排将避开这些日期。请勿填写病情细节。"),
    "dk_st_ask_leave": ("Enter leave", "登记请假"), "dk_st_no_leave": ("No leave is entered.", "没有请假记录。"), "dk_st_withdraw": ("Withdraw", "撤回"), "dk_st_withdraw_which": ("Leave to withdraw", "要撤回的请假"),
    "dk_st_leave_done": ("Entered. {n} days of adopted weeks fall into it and must be planned again.", "已登记。已采纳的安排中有{n}天落在其中，需重新安排。"), "dk_st_leave_plain": ("Entered. No adopted day falls into it.", "已登记，不影响已采纳的安排。"),
    # Thanks.
    "dk_st_thanks": ("Thanks", "致谢"), "dk_st_no_thanks": ("No thanks were given yet.", "尚无致谢。"), "dk_st_rules": ("What one is thanked for", "致谢规则"),
    "dk_st_rules_why": ("Each rule looks at work that an officer has in hand. Cases, output, targets and what became of a firm count for nothing. Nobody is ranked.", "各项规则只看本人能够掌握的工作；病例数、产值、目标完成情况和企业结果一概不计，也不排名。"),
    "dk_st_rule": ("For", "事由"), "dk_st_rule_settled": ("Findings settled", "解决问题"), "dk_st_rule_promises": ("Promises kept", "信守承诺"), "dk_st_rule_visits": ("All visits made", "走访无缺"), "dk_st_rule_stood_in": ("Stood in", "代为走访"), "dk_st_rule_ways": ("Long ways", "长途奔波"),
    "dk_st_why_settled": ("three or more findings settled within a month, each verified by somebody else", "一个月内解决问题三项以上，且均由他人核实"),
    "dk_st_why_promises": ("every promise due within the month kept in time, and verified by somebody else", "当月到期的承诺全部按时兑现，并由他人核实"),
    "dk_st_why_visits": ("four weeks or more in a row with every visit made", "连续四周以上走访全部完成"),
    "dk_st_why_stood_in": ("visits made in place of somebody ill or in quarantine", "代生病或隔离的同事完成走访"),
    "dk_st_why_ways": ("two weeks or more with ten hours of travel or more, with rest kept", "两周以上每周路途十小时以上，且保证休息"),
    "dk_st_when": ("When", "时间"), "dk_st_letter": ("Letter", "致谢信"), "dk_st_letter_open": ("Open the letter", "查看致谢信"), "dk_st_dear": ("Dear {name},", "{name}："),
    "dk_st_letter_text": ("For your work from {first} to {last} we thank you: {why}.", "感谢您在{first}至{last}期间的工作：{why}。"), "dk_st_print": ("Print", "打印"),
    "dk_st_words": ("In your own words", "致谢语"), "dk_st_thank": ("Thank", "致谢"), "dk_st_candidates": ("Reasons for thanks, {span}", "可致谢的事由（{span}）"), "dk_st_no_candidates": ("No rule is met, or thanks were given already.", "没有符合规则的事由，或已致谢。"),
    "dk_st_candidate": ("{post}: {rule}", "{post}：{rule}"), "dk_st_thanked": ("Thanked.", "已致谢。"),
    # Staff.
    "dk_st_answer": ("{held} of {n} posts are held; this week rest is short at {short}, and {again} days must be planned again.", "共{n}个岗位，{held}个有人任职；本周{short}个岗位休息不足，{again}天需重新安排。"),
    "dk_st_none": ("The region has no posts. Bring the table officers in under Region.", "本地区没有岗位。请在“地区”页导入officers表。"),
    "dk_st_do": ("To do", "待办"), "dk_st_do_nothing": ("Nothing waits: every post is held, rest is kept, and no adopted day falls into a leave.", "没有待办：各岗位均有人任职，休息得到保证，已采纳的日程与请假无冲突。"),
    "dk_st_do_again": ("{post} is away on {days}: plan the week again.", "{post}于{days}不在岗：请重新安排该周。"), "dk_st_do_holder": ("Posts that nobody holds, {n}: {posts}.", "无人任职的岗位{n}个：{posts}。"), "dk_st_do_rest": ("{post}: {what}", "{post}：{what}"), "dk_st_to_field": ("To Field", "前往“走访”"),
    "dk_st_posts": ("Posts this week", "本周岗位"), "dk_st_post": ("Post", "岗位"), "dk_st_holder": ("Held by", "任职人"), "dk_st_nobody": ("○ nobody", "○ 空缺"),
    "dk_st_fair": ("Hours compared", "工时比较"), "dk_st_fair_title": ("Over four weeks {post} worked {hours} hours {more} than the mean of all", "四周内{post}比平均{more}{hours}小时"), "dk_st_fair_more": ("more", "多"), "dk_st_fair_less": ("less", "少"),
    "dk_st_fair_even": ("Over four weeks all worked alike", "四周内各岗位工时相当"), "dk_st_fair_unit": ("Hours of the four weeks before this one, as if each had been there all the time; by home place", "本周之前四周的工时，按全勤折算；按驻地排列"),
    "dk_st_fair_mean": ("mean {hours} h", "平均{hours}小时"), "dk_st_fair_more_h": ("More than the mean, h", "高于平均（小时）"), "dk_st_fair_why": ("The plan of the next week makes up for a quarter of the difference. Officers do not see this comparison.", "下一周安排将弥补差额的四分之一。干部本人看不到此比较。"),
    "dk_st_fair_none": ("No adopted week lies within the last four weeks.", "近四周没有已采纳的安排。"),
    "dk_st_hold": ("Give a post to a person", "安排任职"), "dk_st_hold_why": ("Days to come go to the new person; whoever held the post holds it to the day before.", "此后日程转给新任职人；原任职人任职至前一日。"), "dk_st_person": ("Person", "人员"), "dk_st_no_end": ("Last day (blank: no end)", "末日（留空为长期）"),
    "dk_st_give": ("Give the post", "安排"), "dk_st_end": ("End a post", "结束任职"), "dk_st_nobody_fits": ("No account may work at the home of this post; add one under Admin.", "没有可在该驻地工作的账户，请在“管理”页添加。"),
    "dk_st_see": ("Record", "记录"), "dk_st_record_of": ("Record of {post}", "{post}的记录"), "dk_st_field_hidden": ("The week of all officers is shown to whoever assigns work. Your own days stand under My work.", "全体干部的安排仅供分派工作的人员查看。您本人的日程见“我的工作”。"),
}  # fmt: skip
"""English and Chinese of each key."""
