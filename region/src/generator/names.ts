import type { Random } from "./random.ts";

export type Name = { readonly zh: string; readonly en: string };

const SURNAMES =
  "王Wang 李Li 张Zhang 刘Liu 陈Chen 杨Yang 黄Huang 赵Zhao 吴Wu 周Zhou 徐Xu 孙Sun 马Ma 朱Zhu 胡Hu 郭Guo 何He 林Lin 罗Luo 高Gao 郑Zheng 梁Liang 谢Xie 宋Song 唐Tang 许Xu 韩Han 冯Feng 邓Deng 曹Cao 彭Peng 曾Zeng 肖Xiao 田Tian 董Dong 潘Pan 袁Yuan 蔡Cai 蒋Jiang 余Yu";
const FEMALE =
  "秀英Xiuying 敏Min 静Jing 丽Li 艳Yan 娟Juan 霞Xia 桂英Guiying 玉兰Yulan 雨晴Yuqing 思雨Siyu 欣怡Xinyi 梓涵Zihan 若曦Ruoxi 晓燕Xiaoyan 雪梅Xuemei 婷婷Tingting 佳怡Jiayi 慧Hui 春梅Chunmei";
const MALE =
  "伟Wei 强Qiang 磊Lei 军Jun 洋Yang 勇Yong 杰Jie 涛Tao 明Ming 超Chao 建国Jianguo 志强Zhiqiang 浩然Haoran 子轩Zixuan 宇航Yuhang 俊杰Junjie 国庆Guoqing 文博Wenbo 一鸣Yiming 天佑Tianyou";

/** `王Wang 李Li` as names: Han characters, then their pinyin. */
const namesOf = (text: string): readonly Name[] =>
  text.split(" ").map((word) => {
    const en = word.replace(/^[^A-Z]+/, "");
    return { zh: word.slice(0, word.length - en.length), en };
  });

const surnames = namesOf(SURNAMES);
const given = { female: namesOf(FEMALE), male: namesOf(MALE) };

export function personName(random: Random, sex: "female" | "male"): Name {
  const surname = random.pick(surnames);
  const first = random.pick(given[sex]);
  return { zh: surname.zh + first.zh, en: `${surname.en} ${first.en}` };
}
