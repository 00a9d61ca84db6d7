namespace PimSim.Data;

/// <summary>The two data sets of the CIFAR page in binary form.</summary>
/// <param name="Name">Name for messages.</param>
/// <param name="LabelBytes">Label bytes of a record; the last one is the class.</param>
/// <param name="Classes">Names of the classes.</param>
internal sealed record CifarForm(string Name, int LabelBytes, IReadOnlyList<string> Classes)
{
    /// <summary>Ten classes.</summary>
    public static CifarForm Cifar10 { get; } = new("CIFAR-10", 1, ClassNaming.Cifar10);

    /// <summary>A hundred classes, after a byte for one of twenty superclasses.</summary>
    public static CifarForm Cifar100 { get; } = new("CIFAR-100", 2, ClassNaming.Cifar100);

    /// <summary>The other one.</summary>
    public CifarForm Other => ReferenceEquals(this, Cifar10) ? Cifar100 : Cifar10;
}
