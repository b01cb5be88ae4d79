/** ATC A, B, G, H: digestion and metabolism, blood, hormones, contraception. Columns: `table.ts`. */
export const METABOLISM = `
MF-0001|A02BC01|奥美拉唑肠溶胶囊|Omeprazole|gastro-resistant capsule|20 mg|20000|capsule|28|45|A|general|1 1 1 14|yunhe|
MF-0002|A02BA03|法莫替丁片|Famotidine|tablet|20 mg|20000|tablet|30|12|A|general|1 2 1 14|qinghe|
MF-0003|A03BA01|硫酸阿托品注射液|Atropine sulfate|injection|1 mg/1 ml|1000|ampoule|10|180|A|general|1 1 1 1|yunhe|1190795
MF-0004|A03FA03|多潘立酮片|Domperidone|tablet|10 mg|10000|tablet|30|35|A|general|1 3 1 7|lantian|
MF-0005|A06AD11|乳果糖口服溶液|Lactulose|oral solution|667 mg/ml|667000|ml|100|28|B|general|15 2 1 7|qinghe|
MF-0006|A07BC05|蒙脱石散|Diosmectite|powder|3 g|3000000|sachet|10|60|A|general|1 3 1 3|yunhe|
MF-0007|A10BA02|盐酸二甲双胍片|Metformin|tablet|500 mg|500000|tablet|60|8|A|general|1 3 1 28|yunhe|
MF-0008|A10BA02|盐酸二甲双胍片|Metformin|tablet|500 mg|500000|tablet|60|68|A|general|1 3 1 28|lantian|
MF-0009|A10BB09|格列齐特缓释片|Gliclazide|modified-release tablet|30 mg|30000|tablet|60|42|B|general|1 1 1 28|qinghe|
MF-0010|A10BF01|阿卡波糖片|Acarbose|tablet|50 mg|50000|tablet|30|18|A|general|1 3 1 28|yunhe|
MF-0011|A10BH01|磷酸西格列汀片|Sitagliptin|tablet|100 mg|100000|tablet|28|420|B|general|1 1 1 28|lantian|
MF-0012|A10BK01|达格列净片|Dapagliflozin|tablet|10 mg|10000|tablet|28|430|B|general|1 1 1 28|lantian|
MF-0013|A10AE04|甘精胰岛素注射液|Insulin glargine|prefilled pen|300 IU/3 ml|0|IU|300|22|B|cold-chain|16 1 1 28|qinghe|
MF-0014|A10AB05|门冬胰岛素注射液|Insulin aspart|prefilled pen|300 IU/3 ml|0|IU|300|10|B|cold-chain|6 3 1 28|qinghe|
MF-0015|A10BJ06|司美格鲁肽注射液|Semaglutide|prefilled pen, single dose|0.5 mg|500|pen|1|10700|B|cold-chain|1 1 7 28|lantian|
MF-0016|A12AA04|碳酸钙片|Calcium carbonate|chewable tablet|500 mg|500000|tablet|60|32|A|general|1 2 1 30|yunhe|
MF-0017|B01AA03|华法林钠片|Warfarin|tablet|2.5 mg|2500|tablet|60|48|A|general|1 1 1 28|qinghe|
MF-0018|B01AC04|硫酸氢氯吡格雷片|Clopidogrel|tablet|75 mg|75000|tablet|28|250|A|general|1 1 1 28|lantian|309362
MF-0019|B01AC06|阿司匹林肠溶片|Acetylsalicylic acid|gastro-resistant tablet|100 mg|100000|tablet|30|48|A|general|1 1 1 30|yunhe|
MF-0020|B01AD02|注射用阿替普酶|Alteplase|powder for injection|100 mg|100000|vial|1|960000|B|general|1 1 1 1|lantian|1804799
MF-0021|B01AF01|利伐沙班片|Rivaroxaban|tablet|20 mg|20000|tablet|28|280|B|general|1 1 1 28|qinghe|
MF-0022|B03AA07|硫酸亚铁片|Ferrous sulfate|tablet|325 mg|325000|tablet|100|9|A|general|1 2 1 30|yunhe|310325
MF-0023|B03BA01|维生素B12注射液|Cyanocobalamin|injection|5 mg/1 ml|5000|ampoule|10|90|A|general|1 1 7 28|yunhe|2001499
MF-0024|B03BB01|叶酸片|Folic acid|tablet|0.4 mg|400|tablet|93|11|A|general|1 1 1 31|yunhe|
MF-0025|B03XA01|重组人促红素注射液|Epoetin|prefilled syringe|10000 IU/1 ml|0|syringe|1|4100|B|cold-chain|1 1 7 28|qinghe|
MF-0026|G02BA03|左炔诺孕酮宫内节育系统|Levonorgestrel intrauterine system|intrauterine system|52 mg|52000|system|1|118000|self|general|1 1 1 1|lantian|807283
MF-0027|G03AA07|左炔诺孕酮炔雌醇片|Levonorgestrel and ethinylestradiol|28-day pack|0.15 mg/0.03 mg|150|tablet|28|95|self|general|1 1 1 28|yunhe|748879
MF-0028|G03AA13|诺孕曲明炔雌醇贴片|Norelgestromin and ethinylestradiol|transdermal patch|6 mg/0.6 mg|6000|patch|3|5200|self|general|1 1 7 21|lantian|1534809
MF-0029|G03AB08|戊酸雌二醇地诺孕素片|Estradiol and dienogest|28-day pack|2 mg/2 mg|2000|tablet|28|390|self|general|1 1 1 28|lantian|978950
MF-0030|G03AC01|炔诺酮片|Norethisterone|28-day pack|0.35 mg|350|tablet|28|70|self|general|1 1 1 28|yunhe|757594
MF-0031|G03AC06|醋酸甲羟孕酮注射液|Medroxyprogesterone acetate|injection|150 mg/1 ml|150000|vial|1|3600|self|general|1 1 1 1|qinghe|1000126
MF-0032|G03AC08|依托孕烯植入剂|Etonogestrel implant|subdermal implant|68 mg|68000|implant|1|89000|self|general|1 1 1 1|lantian|389221
MF-0033|G04CA02|盐酸坦索罗辛缓释胶囊|Tamsulosin|modified-release capsule|0.2 mg|200|capsule|10|180|B|general|1 1 1 30|qinghe|
MF-0034|H02AB07|醋酸泼尼松片|Prednisone|tablet|5 mg|5000|tablet|100|15|A|general|2 1 1 7|yunhe|312617
MF-0035|H03AA01|左甲状腺素钠片|Levothyroxine|tablet|50 micrograms|50|tablet|100|31|A|general|1 1 1 28|qinghe|
MF-0036|H03BB02|甲巯咪唑片|Thiamazole|tablet|10 mg|10000|tablet|50|62|A|general|1 1 1 28|lantian|
`;
