using Google.Protobuf;
using PimSim.Bnn;
using PimSim.Core;
using PimSim.Interop.OnnxProto;

namespace PimSim.Interop;

/// <summary>A network as an ONNX model of standard operators: <c>pixels</c> to <c>scores</c> and <c>class</c>.</summary>
internal static class OnnxExport
{
    /// <summary>The code of fp32 in the public schema.</summary>
    public const int FloatType = 1;

    /// <summary>The code of fp64 in the public schema.</summary>
    public const int DoubleType = 11;

    /// <summary>The code of integers of 32 bits in the public schema.</summary>
    public const int Int32Type = 6;

    // The oldest operator set that has all that is used, and the format version of its time.
    private const int OperatorSet = 13;
    private const int FormatVersion = 7;

    // A protobuf message holds less than 2 GiB; what is not weights is small beside the rest of it.
    private const long MostWeightBytes = (1L << 31) - (1L << 26);

    /// <summary>Writes a file.</summary>
    /// <exception cref="UserErrorException">PIM1154: too large. PIM0020: the file cannot be written. And as for <see cref="NetworkPlanner.Plan"/>.</exception>
    public static void Write(BnnNetwork network, string path)
    {
        ModelProto model = Model(network);
        AtomicFile.Write(path, model.WriteTo);
    }

    /// <summary>The model.</summary>
    /// <exception cref="UserErrorException">PIM1154: too large. And as for <see cref="NetworkPlanner.Plan"/>.</exception>
    public static ModelProto Model(BnnNetwork network)
    {
        IReadOnlyList<LayerPlan> plans = NetworkPlanner.Plan(network);
        RequireRoom(plans.Sum(plan => (long)plan.Channels * plan.Positions));
        var model = new ModelProto { IrVersion = FormatVersion, ProducerName = "pimsim", Graph = OnnxNetworkWriter.Write(network, plans) };
        model.OpsetImport.Add(new OperatorSetIdProto { Version = OperatorSet });
        for (int i = 0; i < network.Classes.Count; i++)
        {
            model.MetadataProps.Add(new StringStringEntryProto { Key = $"class.{i}", Value = network.Classes[i] });
        }

        return model;
    }

    /// <summary>Whether a file holds so many weights.</summary>
    /// <exception cref="UserErrorException">PIM1154: it does not.</exception>
    public static void RequireRoom(long weights)
    {
        if (weights > MostWeightBytes / sizeof(float))
        {
            throw new UserErrorException("PIM1154", $"{weights} weights do not fit into one ONNX file, which holds {MostWeightBytes / sizeof(float)} in fp32", remedy: "export safetensors");
        }
    }
}
