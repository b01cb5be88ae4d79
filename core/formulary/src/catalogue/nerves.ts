/** ATC M, N and R: movement, nerves and mind, breathing. Columns: `table.ts`. */
export const NERVES = `
MF-0301|M01AE01|布洛芬片|Ibuprofen|tablet|100 mg|100000|tablet|100|6|A|general|2 3 1 5|yunhe|198405
MF-0302|M01AE01|布洛芬片|Ibuprofen|tablet|200 mg|200000|tablet|24|14|A|general|1 3 1 5|yunhe|310965
MF-0303|M01AE02|萘普生片|Naproxen|tablet|500 mg|500000|tablet|20|58|B|general|1 2 1 7|qinghe|198014
MF-0304|M01AE02|萘普生钠片|Naproxen sodium|tablet|220 mg|220000|tablet|20|42|B|general|1 2 1 7|qinghe|849574
MF-0305|M01AH01|塞来昔布胶囊|Celecoxib|capsule|200 mg|200000|capsule|10|110|B|general|1 1 1 14|lantian|
MF-0306|M03AX01|注射用A型肉毒毒素|Botulinum toxin type A|powder for injection|100 U|0|vial|1|68000|B|toxic|1 1 1 1|lantian|
MF-0307|M04AA01|别嘌醇片|Allopurinol|tablet|100 mg|100000|tablet|100|16|A|general|1 2 1 28|yunhe|
MF-0308|M04AA03|非布司他片|Febuxostat|tablet|40 mg|40000|tablet|14|70|B|general|1 1 1 28|qinghe|
MF-0309|M04AC01|秋水仙碱片|Colchicine|tablet|0.5 mg|500|tablet|20|45|A|general|1 2 1 7|yunhe|
MF-0310|M05BA04|阿仑膦酸钠片|Alendronic acid|tablet|10 mg|10000|tablet|30|95|B|general|1 1 1 30|qinghe|904419
MF-0311|N02AA01|硫酸吗啡缓释片|Morphine sulfate|prolonged-release tablet|10 mg|10000|tablet|10|420|A|narcotic|1 2 1 7|qinghe|
MF-0312|N02AA05|盐酸羟考酮缓释片|Oxycodone|prolonged-release tablet|10 mg|10000|tablet|10|780|B|narcotic|1 2 1 7|lantian|
MF-0313|N02AB02|盐酸哌替啶片|Pethidine|tablet|50 mg|50000|tablet|10|260|A|narcotic|1 3 1 3|qinghe|861467
MF-0314|N02AB03|芬太尼透皮贴剂|Fentanyl|transdermal patch|25 micrograms/h|4200|patch|5|5600|B|narcotic|1 1 3 15|lantian|
MF-0315|N02AX02|盐酸曲马多缓释片|Tramadol|prolonged-release tablet|100 mg|100000|tablet|10|190|B|psychotropic-2|1 2 1 7|yunhe|
MF-0316|N02BE01|对乙酰氨基酚片|Paracetamol|tablet|160 mg|160000|tablet|24|10|A|general|1 4 1 3|yunhe|282464
MF-0317|N02BE01|对乙酰氨基酚片|Paracetamol|tablet|325 mg|325000|tablet|24|15|A|general|1 4 1 3|yunhe|313782
MF-0318|N02BE51|氨酚右敏口服溶液|Paracetamol, dextromethorphan and doxylamine|oral solution|21.7 mg/1 mg/0.417 mg per ml|21700|ml|180|17|self|general|30 2 1 3|qinghe|1043400
MF-0319|N03AA02|苯巴比妥片|Phenobarbital|tablet|30 mg|30000|tablet|100|18|A|psychotropic-2|1 3 1 7|yunhe|
MF-0320|N03AE01|氯硝西泮片|Clonazepam|tablet|0.5 mg|500|tablet|100|24|A|psychotropic-2|1 2 1 7|yunhe|1153378
MF-0321|N03AF01|卡马西平片|Carbamazepine|tablet|200 mg|200000|tablet|100|30|A|general|1 2 1 28|qinghe|308971
MF-0322|N03AG01|丙戊酸钠缓释片|Valproic acid|prolonged-release tablet|500 mg|500000|tablet|30|210|B|general|1 2 1 28|lantian|
MF-0323|N03AX14|左乙拉西坦片|Levetiracetam|tablet|500 mg|500000|tablet|30|190|B|general|1 2 1 28|qinghe|
MF-0324|N05AH03|奥氮平片|Olanzapine|tablet|10 mg|10000|tablet|14|180|A|general|1 1 1 28|lantian|
MF-0325|N05BA01|地西泮片|Diazepam|tablet|2.5 mg|2500|tablet|100|7|A|psychotropic-2|1 1 1 7|yunhe|
MF-0326|N05BA12|阿普唑仑片|Alprazolam|tablet|0.4 mg|400|tablet|24|21|A|psychotropic-2|1 1 1 7|yunhe|
MF-0327|N05CF02|酒石酸唑吡坦片|Zolpidem|tablet|10 mg|10000|tablet|7|230|B|psychotropic-2|1 1 1 7|qinghe|
MF-0328|N06AB06|盐酸舍曲林片|Sertraline|tablet|50 mg|50000|tablet|14|130|B|general|1 1 1 28|lantian|
MF-0329|N06AB10|草酸艾司西酞普兰片|Escitalopram|tablet|10 mg|10000|tablet|14|260|B|general|1 1 1 28|qinghe|
MF-0330|N06BA04|盐酸哌甲酯缓释片|Methylphenidate|prolonged-release tablet|18 mg|18000|tablet|15|1150|B|psychotropic-1|1 1 1 15|lantian|
MF-0331|N06DA04|氢溴酸加兰他敏片|Galantamine|tablet|4 mg|4000|tablet|28|210|B|general|1 2 1 28|qinghe|310436
MF-0332|N06DX01|盐酸美金刚口服溶液|Memantine|oral solution|2 mg/ml|2000|ml|120|85|B|general|5 2 1 28|lantian|996740
MF-0333|R03AC02|硫酸沙丁胺醇吸入气雾剂|Salbutamol|pressurised inhaler|90 micrograms/actuation|90|actuation|200|12|A|general|2 4 1 25|yunhe|745679
MF-0334|R03AK06|沙美特罗替卡松吸入粉雾剂|Salmeterol and fluticasone|inhalation powder|50 micrograms/250 micrograms|50|actuation|60|190|B|general|1 2 1 30|lantian|896209
MF-0335|R03BA05|丙酸氟替卡松吸入气雾剂|Fluticasone propionate|pressurised inhaler|44 micrograms/actuation|44|actuation|120|58|B|general|2 2 1 30|lantian|895994
MF-0336|R03DC03|孟鲁司特钠片|Montelukast|tablet|10 mg|10000|tablet|30|85|B|general|1 1 1 30|qinghe|
MF-0337|R05DA04|磷酸可待因片|Codeine phosphate|tablet|30 mg|30000|tablet|20|160|A|narcotic|1 3 1 3|qinghe|
MF-0338|R06AA02|盐酸苯海拉明片|Diphenhydramine|tablet|25 mg|25000|tablet|100|6|A|general|1 3 1 3|yunhe|1049630
MF-0339|R06AX13|氯雷他定咀嚼片|Loratadine|chewable tablet|5 mg|5000|tablet|12|45|A|general|2 1 1 7|qinghe|665078
MF-0340|R06AX26|盐酸非索非那定片|Fexofenadine|tablet|30 mg|30000|tablet|24|75|B|general|2 2 1 7|lantian|997488
`;
