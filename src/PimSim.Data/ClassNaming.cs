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
