namespace PimSim.Data;

/// <summary>What follows from a <see cref="TensorElementType"/>.</summary>
public static class TensorElementTypes
{
    /// <summary>Bytes of one element.</summary>
    public static int SizeBytes(this TensorElementType type) => type switch
    {
        TensorElementType.Boolean or TensorElementType.Int8 or TensorElementType.UInt8 => 1,
        TensorElementType.Int16 or TensorElementType.UInt16 or TensorElementType.Float16 or TensorElementType.BFloat16 => 2,
        TensorElementType.Int32 or TensorElementType.UInt32 or TensorElementType.Float32 => 4,
        _ => 8,
    };
}
