namespace PimSim.Data;

/// <summary>A tensor of a file: name, shape and raw elements, the last axis fastest.</summary>
/// <param name="Name">Its name in the file.</param>
/// <param name="ElementType">Type of an element.</param>
/// <param name="Shape">Sizes of the axes; none for a scalar.</param>
/// <param name="Bytes">The elements, little-endian, exactly as many as the shape says.</param>
/// <param name="File">The file it was read from, for messages.</param>
public sealed record NamedTensor(string Name, TensorElementType ElementType, IReadOnlyList<int> Shape, ReadOnlyMemory<byte> Bytes, string File)
{
    /// <summary>Number of elements.</summary>
    public int Count => Bytes.Length / ElementType.SizeBytes();

    /// <summary>The shape for messages: <c>[1024, 98]</c>.</summary>
    public string ShapeText => $"[{string.Join(", ", Shape)}]";
}
