namespace PimSim.Data;

/// <summary>Names of classes where the files do not carry them.</summary>
internal static class ClassNaming
{
    private const int UsualClasses = 10;

    /// <summary>Source: the README of Fashion-MNIST, "Labels".</summary>
    public static readonly IReadOnlyList<string> FashionMnist =
        ["T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot"];

    /// <summary>Source: <c>batches.meta.txt</c> of CIFAR-10.</summary>
    public static readonly IReadOnlyList<string> Cifar10 =
        ["airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"];

    /// <summary>Source: <c>fine_label_names.txt</c> of CIFAR-100, in order of the alphabet.</summary>
    public static readonly IReadOnlyList<string> Cifar100 =
    [
        "apple", "aquarium_fish", "baby", "bear", "beaver", "bed", "bee", "beetle", "bicycle", "bottle",
        "bowl", "boy", "bridge", "bus", "butterfly", "camel", "can", "castle", "caterpillar", "cattle",
        "chair", "chimpanzee", "clock", "cloud", "cockroach", "couch", "crab", "crocodile", "cup", "dinosaur",
        "dolphin", "elephant", "flatfish", "forest", "fox", "girl", "hamster", "house", "kangaroo", "keyboard",
        "lamp", "lawn_mower", "leopard", "lion", "lizard", "lobster", "man", "maple_tree", "motorcycle", "mountain",
        "mouse", "mushroom", "oak_tree", "orange", "orchid", "otter", "palm_tree", "pear", "pickup_truck", "pine_tree",
        "plain", "plate", "poppy", "porcupine", "possum", "rabbit", "raccoon", "ray", "road", "rocket",
        "rose", "sea", "seal", "shark", "shrew", "skunk", "skyscraper", "snail", "snake", "spider",
        "squirrel", "streetcar", "sunflower", "sweet_pepper", "table", "tank", "telephone", "television", "tiger", "tractor",
        "train", "trout", "tulip", "turtle", "wardrobe", "whale", "willow_tree", "wolf", "woman", "worm",
    ];

    /// <summary>Numbers as names: ten, or as many as the labels need (EMNIST has up to 62 classes).</summary>
    public static IReadOnlyList<string> Numbers(ReadOnlySpan<byte> labels)
    {
        int count = UsualClasses;
        foreach (byte label in labels)
        {
            count = Math.Max(count, label + 1);
        }

        return Enumerable.Range(0, count).Select(i => i.ToString()).ToArray();
    }
}
