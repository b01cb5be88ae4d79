/** ATC C and D: heart, vessels, skin. Columns: `table.ts`. */
export const CIRCULATION = `
MF-0101|C01AA05|地高辛片|Digoxin|tablet|0.25 mg|250|tablet|100|28|A|general|1 1 1 28|yunhe|
MF-0102|C01BD01|盐酸胺碘酮注射液|Amiodarone|injection|150 mg/3 ml|150000|syringe|1|2900|A|general|1 1 1 1|qinghe|834357
MF-0103|C01CA24|肾上腺素注射液|Epinephrine|injection|1 mg/1 ml|1000|ampoule|10|310|A|general|1 1 1 1|yunhe|1660014
MF-0104|C01CA24|肾上腺素自动注射笔|Epinephrine auto-injector|auto-injector|0.3 mg/0.3 ml|300|pen|1|58000|self|general|1 1 1 1|lantian|1870230
MF-0105|C01DA02|硝酸甘油舌下喷雾剂|Glyceryl trinitrate|sublingual spray|0.4 mg/actuation|400|actuation|200|32|B|general|1 3 1 28|qinghe|705129
MF-0106|C03AA03|氢氯噻嗪片|Hydrochlorothiazide|tablet|25 mg|25000|tablet|100|6|A|general|1 1 1 28|yunhe|316049
MF-0107|C03AA03|氢氯噻嗪片|Hydrochlorothiazide|tablet|6.25 mg|6250|tablet|100|5|A|general|1 1 1 28|yunhe|316052
MF-0108|C03CA01|呋塞米片|Furosemide|tablet|40 mg|40000|tablet|100|10|A|general|1 1 1 28|yunhe|315971
MF-0109|C03DA01|螺内酯片|Spironolactone|tablet|20 mg|20000|tablet|100|22|A|general|1 1 1 28|qinghe|
MF-0110|C07AB02|琥珀酸美托洛尔缓释片|Metoprolol succinate|prolonged-release tablet|100 mg|100000|tablet|30|170|B|general|1 1 1 30|lantian|866414
MF-0111|C07AB07|富马酸比索洛尔片|Bisoprolol|tablet|5 mg|5000|tablet|30|35|A|general|1 1 1 30|qinghe|
MF-0112|C08CA01|苯磺酸氨氯地平片|Amlodipine|tablet|5 mg|5000|tablet|28|12|A|general|1 1 1 28|yunhe|197361
MF-0113|C08CA01|苯磺酸氨氯地平片|Amlodipine|tablet|5 mg|5000|tablet|28|310|A|general|1 1 1 28|lantian|
MF-0114|C08CA05|硝苯地平控释片|Nifedipine|prolonged-release tablet|30 mg|30000|tablet|28|140|A|general|1 1 1 28|qinghe|
MF-0115|C09AA01|卡托普利片|Captopril|tablet|25 mg|25000|tablet|100|7|A|general|1 2 1 28|yunhe|833036
MF-0116|C09AA02|马来酸依那普利片|Enalapril|tablet|10 mg|10000|tablet|32|45|A|general|1 1 1 32|qinghe|
MF-0117|C09CA01|氯沙坦钾片|Losartan|tablet|50 mg|50000|tablet|28|105|A|general|1 1 1 28|lantian|
MF-0118|C09CA03|缬沙坦胶囊|Valsartan|capsule|80 mg|80000|capsule|28|58|A|general|1 1 1 28|yunhe|
MF-0119|C10AA01|辛伐他汀片|Simvastatin|tablet|20 mg|20000|tablet|28|30|A|general|1 1 1 28|yunhe|312961
MF-0120|C10AA01|辛伐他汀片|Simvastatin|tablet|10 mg|10000|tablet|28|19|A|general|1 1 1 28|yunhe|316672
MF-0121|C10AA05|阿托伐他汀钙片|Atorvastatin|tablet|80 mg|80000|tablet|14|520|B|general|1 1 1 28|lantian|259255
MF-0122|C10AA05|阿托伐他汀钙片|Atorvastatin|tablet|20 mg|20000|tablet|28|24|A|general|1 1 1 28|yunhe|
MF-0123|C10AA05|阿托伐他汀钙片|Atorvastatin|tablet|20 mg|20000|tablet|28|540|A|general|1 1 1 28|lantian|
MF-0124|C10AA07|瑞舒伐他汀钙片|Rosuvastatin|tablet|10 mg|10000|tablet|28|38|A|general|1 1 1 28|qinghe|
MF-0125|D07AA02|氢化可的松乳膏|Hydrocortisone|cream|10 mg/g|10000|g|10|40|A|general|1 2 1 7|yunhe|106258
MF-0126|D10BA01|异维A酸软胶囊|Isotretinoin|soft capsule|10 mg|10000|capsule|30|165|B|general|1 2 1 28|qinghe|
`;
