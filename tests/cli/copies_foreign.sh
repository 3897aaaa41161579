#!/bin/sh
# Text that belongs to somebody else: a city committee's duties in a county's and a district's document, not in a city's,
# and not where the city is only quoted; what a form's author should have filled in, in running text and not in a table.
says()
{
    office=$1
    sed -E "s/云汀县/$office/g; s/代编预算/预算/; s/完成水务年度任务。/$2/; s/用于境内水务管护。/$3/" \
        "$ROOT"/tests/golden/traps/trap-12-template-paragraphs.d/input.a.txt >a.txt
    $XUSHI lint -q --lang en a.txt | grep -E 'text-of-other-level|template-text-left' || echo "$office: nothing"
}
duty='指导全市党务公开工作，服务市委中心工作。'
says 云汀县 "$duty" 用于境内水务管护。
says 云汀区 完成年度任务。 "$duty"
says 云汀市 "$duty" "$duty"
says 云汀县 '落实省、市委部署，按市委要求完成任务。' 用于境内水务管护。
says 云汀县 '完成XX项目建设，（填写年度主要任务）。' 用于境内水务管护。
says 云汀县 '完成年度任务（填报时间为12月）。' '用于XX项目。'
