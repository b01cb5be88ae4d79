/** ATC J, L and P: infections, immunity, tumours. Columns: `table.ts`. */
export const INFECTION = `
MF-0201|J01AA02|盐酸多西环素片|Doxycycline|tablet|100 mg|100000|tablet|20|65|A|antimicrobial|1 2 1 7|yunhe|
MF-0202|J01CA04|阿莫西林胶囊|Amoxicillin|capsule|250 mg|250000|capsule|24|16|A|antimicrobial|2 3 1 7|yunhe|308182
MF-0203|J01CE02|青霉素V钾片|Phenoxymethylpenicillin|tablet|250 mg|250000|tablet|24|35|A|antimicrobial|1 4 1 10|qinghe|834061
MF-0204|J01CE02|青霉素V钾片|Phenoxymethylpenicillin|tablet|500 mg|500000|tablet|24|62|A|antimicrobial|1 4 1 10|qinghe|834102
MF-0205|J01CR02|阿莫西林克拉维酸钾片|Amoxicillin and clavulanic acid|tablet|250 mg/125 mg|250000|tablet|18|140|B|antimicrobial|1 3 1 7|lantian|562251
MF-0206|J01DC02|头孢呋辛酯片|Cefuroxime axetil|tablet|250 mg|250000|tablet|12|75|A|antimicrobial|1 2 1 7|qinghe|309097
MF-0207|J01DD04|注射用头孢曲松钠|Ceftriaxone|powder for injection|1 g|1000000|vial|10|310|A|antimicrobial|2 1 1 7|yunhe|
MF-0208|J01DD08|头孢克肟分散片|Cefixime|dispersible tablet|100 mg|100000|tablet|12|110|B|antimicrobial|1 2 1 5|lantian|
MF-0209|J01EE01|复方磺胺甲噁唑片|Sulfamethoxazole and trimethoprim|tablet|400 mg/80 mg|400000|tablet|100|13|A|antimicrobial|2 2 1 5|yunhe|
MF-0210|J01FA09|克拉霉素片|Clarithromycin|tablet|250 mg|250000|tablet|12|120|B|antimicrobial|1 2 1 7|qinghe|
MF-0211|J01FA10|阿奇霉素片|Azithromycin|tablet|250 mg|250000|tablet|6|95|A|antimicrobial|2 1 1 3|yunhe|
MF-0212|J01MA12|左氧氟沙星片|Levofloxacin|tablet|500 mg|500000|tablet|4|180|A|antimicrobial|1 1 1 7|lantian|
MF-0213|J01XX08|利奈唑胺片|Linezolid|tablet|600 mg|600000|tablet|10|3800|B|antimicrobial|1 2 1 10|lantian|
MF-0214|J02AC01|氟康唑胶囊|Fluconazole|capsule|150 mg|150000|capsule|1|420|A|antimicrobial|1 1 1 1|qinghe|
MF-0215|J02AC02|伊曲康唑胶囊|Itraconazole|capsule|100 mg|100000|capsule|14|560|B|antimicrobial|2 1 1 7|lantian|
MF-0216|J05AH02|磷酸奥司他韦胶囊|Oseltamivir|capsule|75 mg|75000|capsule|10|320|B|general|1 2 1 5|qinghe|
MF-0217|L01CD02|多西他赛注射液|Docetaxel|injection|20 mg/1 ml|20000|vial|1|9800|B|general|6 1 21 21|lantian|1860480
MF-0218|L01FD01|注射用曲妥珠单抗|Trastuzumab|powder for injection|150 mg|150000|vial|1|168000|B|cold-chain|3 1 21 21|lantian|
MF-0219|L02AE02|醋酸亮丙瑞林微球|Leuprorelin acetate|prefilled syringe|7.5 mg/0.25 ml|7500|syringe|1|121000|B|general|1 1 28 28|qinghe|752899
MF-0220|L02BA01|枸橼酸他莫昔芬片|Tamoxifen|tablet|10 mg|10000|tablet|60|65|A|general|1 2 1 30|yunhe|
MF-0221|L04AB04|阿达木单抗注射液|Adalimumab|prefilled syringe|40 mg/0.4 ml|40000|syringe|1|79900|B|cold-chain|1 1 14 28|lantian|
MF-0222|L04AD01|环孢素软胶囊|Ciclosporin|soft capsule|50 mg|50000|capsule|50|640|A|general|2 2 1 28|qinghe|835900
MF-0223|L04AX01|硫唑嘌呤片|Azathioprine|tablet|50 mg|50000|tablet|100|210|A|general|1 1 1 28|qinghe|
MF-0224|L04AX03|甲氨蝶呤片|Methotrexate|tablet|10 mg|10000|tablet|10|190|A|general|1 1 7 28|yunhe|105586
MF-0225|P01AB01|甲硝唑片|Metronidazole|tablet|200 mg|200000|tablet|100|5|A|antimicrobial|2 3 1 7|yunhe|
`;
