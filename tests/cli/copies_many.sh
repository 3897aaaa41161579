#!/bin/sh
# Three safeguards that have one sentence of three in common with each other, one sentence alone in three more documents.
# The sentence goes with two of the texts that are unlike each other: two clusters, all of its places in both. With
# same_listed 1 they are listed once, with clusters_most 1 there is one cluster of it; no text is lost either way.
a='制定完善预算绩效管理制度、资金管理办法、工作保障制度等，为全年预算绩效目标的实现奠定制度基础。'
b='通过优化支出结构、编细编实预算、加快履行政府采购手续、尽快启动项目、及时支付资金，确保支出进度达标。'
c='对绩效运行情况、重大支出决策、对外投资、资产处置及其他重要经济业务事项的决策和执行进行督导，确保安全有效。'
i=0
for text in "$a$b" "$b$c" "$c$a" "$a" "$a" "$a"; do
    i=$((i + 1))
    sed -E "s/云汀县/云汀第${i}县/g; /^（(二|三|四|五|六|七)）/d; s/^（一）.*/（一）$text/" \
        "$ROOT"/tests/golden/traps/trap-12-template-paragraphs.d/input.a.txt >$i.txt
done
for how in '' 'same_listed: 1' 'clusters_most: 1'; do
    mkdir -p p
    printf 'corpus:\n  %s\n' "${how:-same_listed: 8}" >p/x.yaml
    $XUSHI copies -q --patterns "$ROOT"/patterns --patterns p --format csv -- ?.txt >t.csv
    echo "$(grep -c ',paragraph,' t.csv) places, $(grep ',paragraph,' t.csv | cut -d, -f5 | sort -u | wc -l) documents: $how"
    grep ',paragraph,' t.csv | cut -d, -f1,3,4,5 | sed 's/^/  /'
done
