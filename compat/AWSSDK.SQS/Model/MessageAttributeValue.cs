namespace Amazon.SQS.Model;

public partial class MessageAttributeValue
{
    public List<MemoryStream> BinaryListValues { get; set; } = AWSConfigs.InitializeCollections ? [] : null;

    public MemoryStream BinaryValue { get; set; }

    public string DataType { get; set; }

    public List<string> StringListValues { get; set; } = AWSConfigs.InitializeCollections ? [] : null;

    public string StringValue { get; set; }
}
